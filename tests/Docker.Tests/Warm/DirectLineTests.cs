using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Warm;

/// <summary>Containers that wait are spoken with past the engine, where that can be had.</summary>
[Collection(SharedHost.Name)]
public sealed class DirectLineTests
{
    [SkippableTheory]
    [InlineData(true, "socket:")]
    [InlineData(false, "pipe:")]
    public async Task Call_EitherWay_SameResultAndNothingForTheSkillToFind(bool direct, string kind)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root may fetch a socket out of process 1");
        await using WarmHost warm = await WarmHost.StartAsync(
            "warm: 1", new Dictionary<string, string?> { ["SkillHost:Sandboxes:DirectLine"] = $"{direct}" });

        (InvocationResult result, string[] lines) = await RunAndLookAsync(warm);

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith(kind, line, StringComparison.Ordinal));
        Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (result.Status, result.Container));
        Assert.StartsWith("0\n1\n2\n", result.Stdout, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(2, "socket:")]
    [InlineData(3, "pipe:")]
    public async Task Fetch_RefusedAFewTimes_GivenUpAfterThreeInARow(int refusals, string kind)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root may fetch a socket out of process 1");
        await using WarmHost warm = await WarmHost.StartAsync("warm: 1");
        ContainerSummary first = Assert.Single(await warm.UntilAsync("warm", 1));
        await DirectLine.UntilTakenAsync(warm.Host.Engine, first.Id);
        foreach (int noSuchDescriptor in Enumerable.Range(9000, refusals))
        {
            Assert.Null(await warm.Host.Engine.FetchSocketAsync(first.Id, noSuchDescriptor, default));
        }

        await warm.RunAsync("true");
        (_, string[] lines) = await RunAndLookAsync(warm, first.Id);

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith(kind, line, StringComparison.Ordinal));
    }

    /// <summary>A call in a container that waits, not <paramref name="before"/>, and what process 1 had as its streams meanwhile.</summary>
    private static async Task<(InvocationResult Result, string[] Lines)> RunAndLookAsync(WarmHost warm, string before = "")
    {
        ContainerSummary waiting;
        do
        {
            waiting = Assert.Single(await warm.UntilAsync("warm", 1));
        }
        while (waiting.Id == before);

        ContainerState? state = await warm.Host.Engine.FindAsync(waiting.Id, default);
        string[] lines = [];
        InvocationResult result = await warm.RunAsync(
            "find / -xdev -type s 2>/dev/null; ls /proc/self/fd; sleep 1",
            new InvocationOptions { OnEvent = (_, _) => Look() });
        return (result, lines);

        ValueTask Look()
        {
            // While the call runs, all moving is over.
            lines = [DirectLine.LinkOf(state, 0), DirectLine.LinkOf(state, 1)];
            return ValueTask.CompletedTask;
        }
    }
}
