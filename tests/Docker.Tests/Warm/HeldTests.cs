using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Warm;

/// <summary>Containers that outlive a call, on the real engine.</summary>
[Collection(SharedHost.Name)]
public sealed class HeldTests
{
    private const string AllowShared = "SkillHost:Policies:Skills:pooled:AllowShared";
    private static readonly InvocationOptions Mine = new() { Session = "mine" };

    [Fact]
    public async Task Session_FilesStayProcessesDoNot_AndASecondSessionSeesNothing()
    {
        await using WarmHost host = await WarmHost.StartAsync("isolation: session");

        InvocationResult first = await host.RunAsync("echo kept > /tmp/note; setsid sleep 600 & disown; echo done", Mine);
        InvocationResult second = await host.RunAsync("cat /tmp/note; pgrep sleep || echo alone", Mine);
        InvocationResult slow = await host.RunAsync("setsid sleep 60 & sleep 60", Mine);
        InvocationResult after = await host.RunAsync("cat /tmp/note; pgrep sleep || echo alone", Mine);
        InvocationResult other = await host.RunAsync("cat /tmp/note || echo nothing", Mine with { Session = "other" });

        Assert.Equal((InvocationStatus.Ok, SandboxKind.Cold), (first.Status, first.Container));
        Assert.Equal((SandboxKind.Session, "kept\nalone\n"), (second.Container, second.Stdout));
        Assert.Equal(InvocationStatus.TimedOut, slow.Status);
        Assert.Equal((SandboxKind.Session, "kept\nalone\n"), (after.Container, after.Stdout));
        Assert.Equal("nothing\n", other.Stdout);
    }

    [Fact]
    public async Task Session_OutOfMemory_LosesTheCallAndKeepsTheSession()
    {
        await using WarmHost host = await WarmHost.StartAsync("isolation: session");
        await host.RunAsync("echo kept > /tmp/note", Mine);

        InvocationResult greedy = await host.RunAsync("tail /dev/zero", Mine);
        InvocationResult next = await host.RunAsync("cat /tmp/note", Mine);

        Assert.Equal(InvocationStatus.OutOfMemory, greedy.Status);
        Assert.Equal((InvocationStatus.Ok, "kept\n"), (next.Status, next.Stdout));
    }

    [Fact]
    public async Task Shared_CallsRunTogetherAndOneThatTimesOutIsKilledAlone()
    {
        await using WarmHost host =
            await WarmHost.StartAsync("isolation: shared", new Dictionary<string, string?> { [AllowShared] = "true" });

        Task<InvocationResult> slow = host.RunAsync("sleep 61 & sleep 62");
        InvocationResult[] quick = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => host.RunAsync($"sleep 1; echo {i}")));
        InvocationResult stopped = await slow;
        InvocationResult after = await host.RunAsync("pgrep sleep || echo alone");

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"{i}\n"), quick.Select(result => result.Stdout));
        Assert.All(quick, result => Assert.Equal(SandboxKind.Shared, result.Container));
        Assert.Equal((InvocationStatus.TimedOut, "alone\n"), (stopped.Status, after.Stdout));
        Assert.Single(await host.ListAsync());
    }
}
