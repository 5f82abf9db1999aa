using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

/// <summary>The host's log: where it goes, and that nothing in it can pass for another line.</summary>
public sealed class LoggingTests : IDisposable
{
    private readonly SkillsFolder _folder = new SkillsFolder().WriteBash("alpha", "echo alpha");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Default_NothingWrong_SaysNothing()
    {
        Configure("");

        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "list", "--json");

        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Verbose_LogGoesToStandardErrorAlone()
    {
        Configure("");

        ProgramResult quiet = await SkillHostProgram.RunAsync(_folder.Root, "list", "--json");
        ProgramResult verbose = await SkillHostProgram.RunAsync(_folder.Root, "list", "--json", "-v");

        Assert.Contains("Loaded 1 skills", verbose.Error, StringComparison.Ordinal);
        Assert.Equal(quiet.Out, verbose.Out);
    }

    [Fact]
    public async Task ConsoleSinkAsItComes_StillKeepsOffStandardOutput()
    {
        Configure(""" "MinimumLevel": { "Override": { "SkillHost": "Debug" } }, "WriteTo": [{ "Name": "Console" }] """);

        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "list", "--json");

        Assert.Contains("Loaded 1 skills", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("{", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Loaded", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileSink_IsRelativeToTheConfigurationFile()
    {
        Configure(""" "MinimumLevel": { "Override": { "SkillHost": "Debug" } }, """
            + """ "WriteTo": [{ "Name": "File", "Args": { "path": "logs/host.log" } }] """);

        ProgramResult result = await SkillHostProgram.RunAsync(
            Path.GetTempPath(), "list", "--config", Path.Combine(_folder.Root, "appsettings.json"));

        Assert.Equal("", result.Error);
        Assert.Contains(
            "Loaded 1 skills", await File.ReadAllTextAsync(Path.Combine(_folder.Root, "logs", "host.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgedLineInAFileName_StaysWithinItsEntry()
    {
        Configure("");
        const string forged = "no\n12:00:00 FATL SkillHost.Audit: forged\u001b[2J";
        _folder.Write("state/audit", "taken");

        ProgramResult result = await SkillHostProgram.RunAsync(
            _folder.Root, "", ["run", "alpha.run", "--args", "{}"], $"SKILLHOST_Audit__Folder={_folder.Root}/state/audit/{forged}");

        Assert.Contains("\\n12:00:00 FATL SkillHost.Audit: forged\\u001b[2J", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Error);
        Assert.DoesNotContain(result.Error.Split('\n'), line => line.StartsWith("12:00:00 FATL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(""" "WriteTo": [{ "Name": "Nowhere" }] """, "Nowhere")]
    [InlineData(""" "MinimumLevel": "Loud" """, "Loud")]
    public async Task Settings_ThatSerilogDoesNotKnow_AreRefused(string serilog, string named)
    {
        Configure(serilog);

        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "list");

        Assert.Equal(2, result.ExitCode);
        Assert.Matches($"^skillhost: Serilog: .*{named}.*\n$", result.Error);
    }

    private void Configure(string serilog) => _folder.Write("appsettings.json", $$"""
        {
          "SkillHost": { "StateFolder": "state", "Docker": { "Address": "unix:///no/such.sock" } },
          "Serilog": { {{serilog}} }
        }
        """);
}
