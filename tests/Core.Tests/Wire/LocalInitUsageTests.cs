using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

public sealed class LocalInitUsageTests : LocalInitScene
{
    private const int Written = 300_000;

    [Fact]
    public async Task GetUsage_AfterMuchWasWritten_ComesBehindAllOfIt()
    {
        await using var process = await Connection.StartAsync(
            Shell($"head -c {Written} /dev/zero >&2; echo done; exec sleep 100"), Limit);
        await process.Output.ReadExactlyAsync(new byte[5], Limit);

        var usage = await Connection.GetUsageAsync(Limit);

        var buffer = new byte[Written + 1];
        var there = 0;
        ValueTask<int> read;
        while ((read = process.Error.ReadAsync(buffer.AsMemory(there), Limit)).IsCompleted)
        {
            there += await read;
        }

        Assert.Equal(Written, there);
        Assert.True(usage.CpuMicroseconds >= 0);
    }

    [Fact]
    public async Task QueueUsage_ProcessWritesAgain_ComesWithWhatItWrites()
    {
        await using var process = await Connection.StartAsync(Shell("read line; echo oops >&2; echo $line; exec sleep 100"), Limit);
        var usage = Connection.QueueUsage(process);
        await Connection.GetUsageAsync(Limit);
        Assert.False(usage.IsCompleted);

        await process.Input.WriteAsync("hello\n"u8.ToArray(), Limit);
        await usage.WaitAsync(Limit);

        var output = process.Output.ReadAsync(new byte[10], Limit);
        var error = process.Error.ReadAsync(new byte[10], Limit);
        Assert.True(output.IsCompleted && error.IsCompleted);
        Assert.Equal((6, 5), (await output, await error));
    }

    [Fact]
    public async Task QueueUsage_ProcessEndsWithoutAWord_IsTold()
    {
        await using var process = await Connection.StartAsync(Shell("read line; exit 0"), Limit);
        var usage = Connection.QueueUsage(process);

        await process.Input.WriteAsync("hello\n"u8.ToArray(), Limit);

        Assert.True((await usage.WaitAsync(Limit)).CpuMicroseconds >= 0);
    }

    [Fact]
    public async Task GetUsage_SeveralTimesAtOnce_EachIsAnswered()
    {
        UsageSoFar[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Connection.GetUsageAsync(Limit)));

        Assert.Equal(20, answers.Length);
        Assert.False(Connection.Completion.IsCompleted);
    }

    [Fact]
    public async Task GetUsage_InitEndsBeforeItAnswers_Fails()
    {
        await Connection.GetUsageAsync(Limit);
        await Connection.SetDeadlineAsync(TimeSpan.FromMilliseconds(1), Limit);
        await Init.ExitedAsync();

        await Assert.ThrowsAsync<WireException>(() => Connection.GetUsageAsync(Limit));
    }
}
