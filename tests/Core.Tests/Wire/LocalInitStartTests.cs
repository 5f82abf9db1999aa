using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

public sealed class LocalInitStartTests : LocalInitScene
{
    [Fact]
    public async Task Start_UnknownProgram_FailsWithASentence()
    {
        var failure = await Assert.ThrowsAsync<WireException>(
            () => Connection.StartAsync(new ProcessStart { Arguments = ["no-such-program"] }, Limit));

        Assert.Equal(WireFailure.CannotStart, failure.Failure);
        Assert.Equal("program not found: no-such-program", failure.Message);
    }

    [Fact]
    public async Task Start_ChildsSurroundings_AreClean()
    {
        const string look = "grep -E 'SigBlk|SigIgn' /proc/self/status; cat /proc/self/oom_score_adj; pwd; ls /proc/self/fd | wc -l; env";
        await using var process = await Connection.StartAsync(Shell(look) with { WorkingDirectory = "/usr" }, Limit);

        var lines = (await ReadTextAsync(process.Output)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // Its own three descriptors and the one of the folder being listed; PWD and the like are the shell's own.
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000", "1000", "/usr", "4"], lines[..5]);
        Assert.Equal(["PATH=/usr/bin:/bin", "PWD=/usr"], lines[5..].Where(line => line[0] == 'P').Order());
        Assert.DoesNotContain(lines[5..], line => line[0] != 'P' && line[0] != '_' && !line.StartsWith("SHLVL=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_HalfAMegabyteOfArguments_Arrives()
    {
        string[] arguments = ["printf", "%s", .. Enumerable.Repeat(new string('x', 100_000), 5)];
        await using var process = await Connection.StartAsync(new ProcessStart { Arguments = arguments }, Limit);

        Assert.Equal(500_000, (await ReadAsync(process.Output)).Length);
    }

    [Fact]
    public void Build_NothingChanged_DoesNothing()
    {
        var built = File.GetLastWriteTimeUtc(LocalInit.Program);

        Assert.Equal(built, File.GetLastWriteTimeUtc(LocalInit.Build()));
    }

    [Theory]
    [InlineData("/no/such/program", "/", "program not found: /no/such/program")]
    [InlineData("/etc/passwd", "/", "permission denied: /etc/passwd is not executable, or lies where nothing may be executed")]
    [InlineData("/usr", "/", "permission denied: /usr is not executable, or lies where nothing may be executed")]
    [InlineData("/bin/true", "/no/such/folder", "working directory not found or not allowed: /no/such/folder")]
    public async Task Start_Impossible_SaysWhy(string program, string folder, string said)
    {
        var failure = await Assert.ThrowsAsync<WireException>(
            () => Connection.StartAsync(new ProcessStart { Arguments = [program], WorkingDirectory = folder }, Limit));

        Assert.Equal(said, failure.Message);
        await using var process = await Connection.StartAsync(new ProcessStart { Arguments = ["/bin/true"] }, Limit);
        Assert.Equal(0, (await process.Exited.WaitAsync(Limit)).ExitCode);
    }

    [Fact]
    public async Task Start_ScriptWhoseInterpreterIsMissing_SaysSo()
    {
        var script = Path.Combine(Directory.CreateTempSubdirectory("wire-").FullName, "script");
        await File.WriteAllTextAsync(script, "#!/no/such/interpreter\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }


        var failure = await Assert.ThrowsAsync<WireException>(
            () => Connection.StartAsync(new ProcessStart { Arguments = [script] }, Limit));
        Directory.Delete(Path.GetDirectoryName(script)!, recursive: true); // never null: made above

        Assert.Equal($"the interpreter or loader of {script} was not found", failure.Message);
    }
}
