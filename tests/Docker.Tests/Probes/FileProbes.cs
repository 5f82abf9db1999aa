using System.Text;
using System.Text.Json;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Probes;

/// <summary>Files on their way in and out of a container, and what a skill may try on the way out.</summary>
public sealed class FileProbes(CallFixture fixture) : CallTest(fixture)
{
    [Fact]
    public async Task Files_InAndOut_ComeByteForByte()
    {
        byte[] large = new byte[3_000_000];
        new Random(7).NextBytes(large);
        InvocationFile[] sent =
        [
            InvocationFile.FromBytes("a.txt", "hello"u8.ToArray()), InvocationFile.FromBytes("deep/er/large.bin", large),
            InvocationFile.FromBytes("empty", default),
        ];

        InvocationResult result = await RunAsync(
            "cd /in && find . -type f | sort && mkdir -p /out/x/y && cp deep/er/large.bin /out/x/y/copy.png && cp empty a.txt /out", sent);

        Assert.Equal("./a.txt\n./deep/er/large.bin\n./empty\n", result.Stdout);
        Assert.Equal(["a.txt", "empty", "x/y/copy.png"], result.Artifacts.Select(file => file.Name));
        Assert.Equal(["text/plain", "application/octet-stream", "image/png"], result.Artifacts.Select(file => file.MediaType));
        Assert.Equal(large, result.Artifacts[2].Data!.Value.ToArray());
        Assert.Equal("hello", Encoding.UTF8.GetString(result.Artifacts[0].Data!.Value.Span));
        Assert.Empty(result.LeftFiles);
    }

    [Fact]
    public async Task Files_NoneEitherWay_NothingComes()
    {
        InvocationResult result = await RunAsync("ls -A /in /out");

        Assert.Equal("/in:\n\n/out:\n", result.Stdout);
        Assert.Empty(result.Artifacts);
        InvocationResult without = await Host.ShellAsync("ls -d /in /out /run/secrets 2>&1");
        Assert.Equal(3, without.Stdout.Split("No such file").Length - 1);
    }

    [Fact]
    public async Task Links_OutOfOut_AreNeverFollowed()
    {
        InvocationResult result = await RunAsync(
            "ln -s /etc/passwd /out/file; ln -s /etc /out/folder; ln -s . /out/loop; mkdir /out/d; ln -s ../../etc/passwd /out/d/up; "
            + "echo fine > /out/fine");

        Assert.Equal("fine", Assert.Single(result.Artifacts).Name);
        Assert.Equal(["d/up", "file", "folder", "loop"], Names(result));
        Assert.All(result.LeftFiles, left => Assert.Contains("is a link", left.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PipesAndSockets_InOut_AreSkippedAndHoldNothingUp()
    {
        InvocationResult result = await RunAsync("mkfifo /out/pipe; mknod /out/device c 1 3; echo fine > /out/fine");

        Assert.Equal("fine", Assert.Single(result.Artifacts).Name);
        Assert.Equal(["pipe"], Names(result));
    }

    [Fact]
    public async Task SparseFile_LargerThanOut_IsRefusedUnread()
    {
        InvocationResult result = await RunAsync("truncate -s 10m /out/sparse; truncate -s 1m /out/fitting; stat -c %b /out/sparse");

        Assert.Equal("0\n", result.Stdout);
        Assert.Equal(("fitting", 1L << 20), (result.Artifacts.Single().Name, result.Artifacts.Single().Bytes));
        Assert.Equal(["sparse"], Names(result));
        Assert.Contains("does not fit", result.LeftFiles[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SparseFiles_TogetherLargerThanOut_AreCutAtTheLimit()
    {
        InvocationResult result = await RunAsync("for i in 1 2 3 4 5 6; do truncate -s 1m /out/$i; done");

        Assert.Equal(4, result.Artifacts.Count);
        Assert.Equal(2, result.LeftFiles.Count);
    }

    [Fact]
    public async Task FullFolder_OfOut_TellsTheWriterThatTheDiskIsFull()
    {
        InvocationResult result = await RunAsync("head -c 8m /dev/zero > /out/big || true; stat -c %s /out/big");

        Assert.Equal("4194304\n", result.Stdout);
        Assert.Contains("No space left", result.Stderr, StringComparison.Ordinal);
        Assert.Equal(4L << 20, result.Artifacts.Single().Bytes);
    }

    [Fact]
    public async Task ManyFiles_MoreThanMayComeBack_AreCounted()
    {
        InvocationResult result = await RunAsync("for i in $(seq 1000); do : > /out/$i; done");

        Assert.Equal(256, result.Artifacts.Count);
        Assert.All(result.LeftFiles, left => Assert.Contains("one more than", left.Reason, StringComparison.Ordinal));
        Assert.NotEmpty(result.LeftFiles);
    }

    [Fact]
    public async Task DeepFolders_BeyondTheLimit_AreLeft()
    {
        InvocationResult result = await RunAsync(
            "cd /out; for i in $(seq 300); do mkdir d && cd d || break; done; echo deep > deep; mkdir -p /out/1/2/3/4/5/6/7/8; "
            + "echo ok > /out/1/2/3/4/5/6/7/8/ok");

        Assert.Equal("1/2/3/4/5/6/7/8/ok", Assert.Single(result.Artifacts).Name);
        Assert.Contains("8 folders", Assert.Single(result.LeftFiles).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_ThatCouldSteerATerminalOrAPath_AreLeft()
    {
        InvocationResult result = await RunAsync(
            @"cd /out; : > $'a\e[2Jb'; : > $'new\nline'; : > 'back\slash'; : > $'\xff\xfe'; : > C:; : > '..fine..'");

        Assert.Equal("..fine..", Assert.Single(result.Artifacts).Name);
        Assert.Equal(5, result.LeftFiles.Count);
        Assert.DoesNotContain(result.LeftFiles, left => left.Name.Any(char.IsControl));
    }

    [Fact]
    public async Task UnreadableFile_InOut_IsSaid()
    {
        InvocationResult result = await RunAsync("echo a > /out/a; chmod 0 /out/a; echo b > /out/b");

        Assert.Equal("b", Assert.Single(result.Artifacts).Name);
        Assert.Equal("cannot be read", Assert.Single(result.LeftFiles).Reason);
    }

    [Fact]
    public async Task FailedCall_WithFiles_StillGivesThem()
    {
        InvocationResult result = await RunAsync("echo half > /out/half; exit 3");

        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Equal("half", Assert.Single(result.Artifacts).Name);
    }

    [Fact]
    public async Task CallStoppedAtItsTime_GivesNoFiles()
    {
        InvocationResult result = await RunAsync(
            "echo half > /out/half; sleep 20", narrowing: new Policies.PolicyNarrowing { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(InvocationStatus.TimedOut, result.Status);
        Assert.Empty(result.Artifacts);
    }

    [Fact]
    public async Task BackgroundWriter_AfterTheEnd_CannotHoldUpTheFiles()
    {
        InvocationResult result = await RunAsync("(while :; do echo x >> /out/endless; done) & sleep 0.2; echo done > /out/done");

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal(["done", "endless"], result.Artifacts.Select(file => file.Name));
    }

    private static IEnumerable<string> Names(InvocationResult result) =>
        result.LeftFiles.Select(left => left.Name).Order(StringComparer.Ordinal);

    private Task<InvocationResult> RunAsync(
        string script, IReadOnlyList<InvocationFile>? files = null, Policies.PolicyNarrowing? narrowing = null) =>
        Host.CallAsync(
            "files.run", JsonSerializer.Serialize(new { script }),
            new InvocationOptions { Files = files ?? [], Narrowing = narrowing });
}
