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
        for (var read = process.Error.ReadAsync(buffer, Limit); read.IsCompleted; read = process.Error.ReadAsync(buffer.AsMemory(there), Limit))
        {
            there += await read;
        }

        Assert.Equal(Written, there);
        Assert.True(usage.CpuMicroseconds >= 0);
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
