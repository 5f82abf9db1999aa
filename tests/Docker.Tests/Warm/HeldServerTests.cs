using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Warm;

/// <summary>Servers that outlive a call, on the real engine.</summary>
[Collection(SharedHost.Name)]
public sealed class HeldServerTests
{
    private static readonly InvocationOptions Mine = new() { Session = "mine" };
    private static readonly PolicyNarrowing Soon = new() { Timeout = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Session_KeepsItsServersState_ForItsOwnCallerOnly()
    {
        await using HeldServers host = await HeldServers.StartAsync();

        InvocationResult first = await host.CallAsync("session.remember", new { text = "a" }, Mine);
        InvocationResult second = await host.CallAsync("session.remember", new { text = "b" }, Mine);
        InvocationResult stranger = await host.CallAsync("session.remember", new { text = "c" }, Mine with { Caller = "another" });
        InvocationResult without = await host.CallAsync("session.remember", new { text = "d" });

        Assert.Equal((SandboxKind.Cold, """["a"]"""), (first.Container, first.Value?.GetRawText()));
        Assert.Equal((SandboxKind.Session, """["a","b"]"""), (second.Container, second.Value?.GetRawText()));
        Assert.Equal("remembered b\n", second.Stderr);
        Assert.Equal("""["c"]""", stranger.Value?.GetRawText());
        Assert.Equal("""["d"]""", without.Value?.GetRawText());
    }

    [Fact]
    public async Task Session_CallTimedOutOrCancelled_KeepsItsStateWhereTheServerObeys()
    {
        await using HeldServers host = await HeldServers.StartAsync();
        await host.CallAsync("session.remember", new { text = "a" }, Mine);
        using CancellationTokenSource cancel = new();

        InvocationResult late = await host.CallAsync("session.spin", options: Mine with { Narrowing = Soon });
        InvocationResult cancelled = await host.CallAsync("session.wait", new { seconds = 0.3, text = "" }, Mine with
        {
            OnEvent = async (_, _) => await cancel.CancelAsync(),
        }, cancel.Token);
        InvocationResult after = await host.CallAsync("session.remember", new { text = "b" }, Mine);

        Assert.Equal((InvocationStatus.TimedOut, InvocationStatus.Cancelled), (late.Status, cancelled.Status));
        Assert.Equal("""["a","b"]""", after.Value?.GetRawText());
    }

    [Theory]
    [InlineData("hang", InvocationStatus.TimedOut, "a call in it did not end when it was told to")]
    [InlineData("leave", InvocationStatus.Failed, "its server ended")]
    [InlineData("eat", InvocationStatus.OutOfMemory, "its server ended")]
    public async Task Session_LosesItsServer_IsOverAndTheNextCallIsToldWhy(string function, InvocationStatus status, string reason)
    {
        await using HeldServers host = await HeldServers.StartAsync();
        await host.CallAsync("session.remember", new { text = "a" }, Mine);

        InvocationResult lost = await host.CallAsync(
            $"session.{function}", options: status == InvocationStatus.TimedOut ? Mine with { Narrowing = Soon } : Mine);
        InvocationResult after = await host.CallAsync("session.remember", new { text = "b" }, Mine);
        InvocationResult fresh = await host.CallAsync("session.remember", new { text = "c" }, Mine with { Session = "next" });

        Assert.Equal(status, lost.Status);
        Assert.Equal(InvocationStatus.Unavailable, after.Status);
        Assert.Contains($"session 'mine' has ended ({reason}", after.Error, StringComparison.Ordinal);
        Assert.Equal("""["c"]""", fresh.Value?.GetRawText());
    }

    [Fact]
    public async Task Shared_CallsRunTogetherInOneServer_EachWithItsOwnResult()
    {
        await using HeldServers host = await HeldServers.StartAsync();

        InvocationResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => host.CallAsync("shared.wait", new { seconds = 0.3, text = $"{i}" })));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), results.Select(result => result.Value?.GetString()));
        Assert.All(results, result => Assert.Equal(SandboxKind.Shared, result.Container));
        Assert.Single(await host.ContainersAsync());
    }

    [Fact]
    public async Task Shared_Crashes_OnlyCallsInItAreLostAndItComesBack()
    {
        await using HeldServers host = await HeldServers.StartAsync();
        InvocationResult before = await host.CallAsync("shared.remember", new { text = "a" });

        Task<InvocationResult>[] inside =
            [.. Enumerable.Range(0, 4).Select(i => host.CallAsync("shared.wait", new { seconds = 15, text = $"{i}" }))];
        await host.CallAsync("shared.wait", new { seconds = 0.1, text = "" });
        InvocationResult crash = await host.CallAsync("shared.leave");
        InvocationResult[] lost = await Task.WhenAll(inside);
        InvocationResult after = await host.CallAsync("shared.remember", new { text = "b" });

        Assert.Equal("""["a"]""", before.Value?.GetRawText());
        Assert.All(lost.Append(crash), result => Assert.Equal(InvocationStatus.Failed, result.Status));
        Assert.Contains("exit code 7", crash.Error, StringComparison.Ordinal);
        Assert.Equal((InvocationStatus.Ok, """["b"]"""), (after.Status, after.Value?.GetRawText()));
    }

    [Fact]
    public async Task Shared_CallThatCannotBeStopped_NewCallsGetAnotherServerAndTheOthersEndInTheirs()
    {
        await using HeldServers host = await HeldServers.StartAsync();
        await host.CallAsync("shared.remember", new { text = "a" });

        Task<InvocationResult> beside = host.CallAsync("shared.wait", new { seconds = 4, text = "whole" });
        InvocationResult late = await host.CallAsync("shared.hang", options: new InvocationOptions { Narrowing = Soon });
        InvocationResult next = await host.CallAsync("shared.remember", new { text = "b" });

        Assert.Equal(InvocationStatus.TimedOut, late.Status);
        Assert.Equal("""["b"]""", next.Value?.GetRawText());
        Assert.Equal("whole", (await beside).Value?.GetString());
    }
}
