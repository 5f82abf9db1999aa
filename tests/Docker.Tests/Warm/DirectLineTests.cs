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
        ContainerSummary waiting = Assert.Single(await warm.UntilAsync("warm", 1));
        ContainerState? state = await warm.Host.Engine.FindAsync(waiting.Id, default);
        string[] lines = [];

        InvocationResult result = await warm.RunAsync(
            "find / -xdev -type s 2>/dev/null; ls /proc/self/fd; sleep 1",
            new InvocationOptions { OnEvent = (_, _) => Look() });

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.StartsWith(kind, line, StringComparison.Ordinal));
        Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (result.Status, result.Container));
        Assert.StartsWith("0\n1\n2\n", result.Stdout, StringComparison.Ordinal);

        ValueTask Look()
        {
            // While the call runs, all moving is over.
            lines = [LinkOf(state, 0), LinkOf(state, 1)];
            return ValueTask.CompletedTask;
        }
    }

    private static string LinkOf(ContainerState? state, int descriptor) =>
        new FileInfo($"/proc/{state?.ProcessId}/fd/{descriptor}").LinkTarget ?? "";
}
