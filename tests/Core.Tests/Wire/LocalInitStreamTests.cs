using System.Text;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

public sealed class LocalInitStreamTests : LocalInitScene
{
    [Fact]
    public async Task Start_PrintsAndExits_OutputAndCodeArrive()
    {
        await using var process = await Connection.StartAsync(Shell("printf 'a\\377\\000b'; echo oops >&2; exit 7"), Limit);

        var (output, error) = (await ReadAsync(process.Output), await ReadAsync(process.Error));
        var exit = await process.Exited.WaitAsync(Limit);

        Assert.Equal(new byte[] { (byte)'a', 255, 0, (byte)'b' }, output);
        Assert.Equal("oops\n", Encoding.UTF8.GetString(error));
        Assert.Equal(7, exit.ExitCode);
        Assert.Null(exit.Signal);
    }

    [Fact]
    public async Task Start_TenMegabytesThroughCat_ComeBackUnchanged()
    {
        var data = new byte[10 << 20];
        new Random(1).NextBytes(data);
        await using var process = await Connection.StartAsync(new ProcessStart { Arguments = ["cat"] }, Limit);

        var writing = Task.Run(async () =>
        {
            await process.Input.WriteAsync(data, Limit);
            await process.CompleteInputAsync(Limit);
        });
        var echoed = await ReadAsync(process.Output);
        await writing;

        Assert.True(data.AsSpan().SequenceEqual(echoed));
        Assert.Equal(0, (await process.Exited.WaitAsync(Limit)).ExitCode);
    }

    [Fact]
    public async Task Start_InputGivenWithIt_ArrivesAndEnds()
    {
        await using var process = await Connection.StartAsync(
            new ProcessStart { Arguments = ["cat"], Input = "abc"u8.ToArray(), EndInput = true }, Limit);

        Assert.Equal("abc"u8.ToArray(), await ReadAsync(process.Output));
    }

    [Fact]
    public async Task Start_Progress_IsDescriptorThree()
    {
        await using var process = await Connection.StartAsync(Shell("echo half >&3; echo out") with { Progress = true }, Limit);

        Assert.Equal("half\n", await ReadTextAsync(process.Progress));
        Assert.Equal("out\n", await ReadTextAsync(process.Output));
    }

    [Fact]
    public async Task Output_ClosedByTheProcess_DoesNotEndIt()
    {
        await using var process = await Connection.StartAsync(Shell("exec 1>&-; echo x >&2; exec sleep 100"), Limit);
        await process.Error.ReadExactlyAsync(new byte[2], Limit);

        Assert.Equal(0, await process.Output.ReadAsync(new byte[1], Limit));
        Assert.False(process.Exited.IsCompleted);
    }

    [Fact]
    public async Task Input_ProcessDoesNotReadIt_WritingFailsAndExitIsTold()
    {
        await using var process = await Connection.StartAsync(new ProcessStart { Arguments = ["true"] }, Limit);

        var failure = await Assert.ThrowsAsync<WireException>(() => process.Input.WriteAsync(new byte[10 << 20], Limit).AsTask());

        Assert.Equal(WireFailure.Reset, failure.Failure);
        Assert.Equal(0, (await process.Exited.WaitAsync(Limit)).ExitCode);
    }

    [Fact]
    public async Task Input_ProcessClosesIt_WritingFailsWhileItRuns()
    {
        await using var process = await Connection.StartAsync(Shell("exec 0<&-; echo closed; exec sleep 100"), Limit);
        await process.Output.ReadExactlyAsync(new byte[7], Limit);

        await Assert.ThrowsAsync<WireException>(() => process.Input.WriteAsync(new byte[10 << 20], Limit).AsTask());

        Assert.False(process.Exited.IsCompleted);
    }

    [Fact]
    public async Task Output_NobodyReadsIt_OthersGoOn()
    {
        await using var stalled = await Connection.StartAsync(Shell("cat /dev/zero"), Limit);
        await stalled.Output.ReadExactlyAsync(new byte[1], Limit);
        await using var deaf = await Connection.StartAsync(Shell("exec sleep 1000"), Limit);
        var writing = deaf.Input.WriteAsync(new byte[10 << 20], Limit).AsTask();

        await using var process = await Connection.StartAsync(Shell("head -c 3000000 /dev/zero"), Limit);

        Assert.Equal(3_000_000, (await ReadAsync(process.Output)).Length);
        Assert.False(writing.IsCompleted);
        await deaf.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => writing);
    }

    [Fact]
    public async Task Output_HostDropsIt_ProcessSeesABrokenPipe()
    {
        await using var process = await Connection.StartAsync(new ProcessStart { Arguments = ["cat", "/dev/zero"] }, Limit);

        await process.Output.DisposeAsync();

        Assert.Equal(13, (await process.Exited.WaitAsync(Limit)).Signal);
    }

    [Fact]
    public async Task Output_TheProcessTakesItBackFromItsPipe_OthersGoOn()
    {
        await using var robber = await Connection.StartAsync(
            Shell("cat /dev/zero & for i in 1 2 3; do cat /proc/$$/fd/1 >/dev/null & done; wait"), Limit);
        var buffer = new byte[256 * 1024];

        for (int i = 0; i < 100; i++)
        {
            for (var total = 0; total < 1 << 20;)
            {
                total += await robber.Output.ReadAsync(buffer, Limit);
            }

            await using var process = await Connection.StartAsync(Shell("echo goes on"), Limit);
            Assert.Equal("goes on\n", await ReadTextAsync(process.Output));
        }
    }
}
