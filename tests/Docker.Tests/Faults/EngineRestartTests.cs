using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Docker.Tests.Warm;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Faults;

/// <summary>An engine that is killed under a host with full pools, and comes back.</summary>
[Collection(FaultHosts.Name)]
public sealed class EngineRestartTests
{
    private const int Full = 2;
    private static readonly Dictionary<string, string> Everything = new() { [SandboxLabels.Owner] = "" };

    [SkippableFact]
    public async Task Kill_TheEngineMidCall_CallsAreUnavailableAndThenServedByTheSameHost()
    {
        await using OwnEngine engine = await OwnEngine.StartNewAsync();
        using TemporaryState state = new();
        await using RealHost host = await StartAsync(engine, state, direct: false);
        Task<InvocationResult> under = await BeginAsync(host, default);

        await engine.KillAsync();
        InvocationResult broken = await under;
        InvocationResult meanwhile = await host.CallAsync("own-engine.answers", "{}");
        await engine.StartAsync();

        Assert.Equal((InvocationStatus.Unavailable, "alive\n"), (broken.Status, broken.Stdout));
        Assert.Equal(InvocationStatus.Unavailable, meanwhile.Status);
        await AssertServesAsync(host, engine);
    }

    [SkippableFact]
    public async Task Kill_TheEngineMidCall_CallsPastItGoOn()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root may speak with containers past the engine");
        await using OwnEngine engine = await OwnEngine.StartNewAsync();
        using TemporaryState state = new();
        await using RealHost host = await StartAsync(engine, state, direct: true);
        using CancellationTokenSource cancel = new();
        Task<InvocationResult> under = await BeginAsync(host, cancel.Token);

        await engine.KillAsync();
        InvocationResult meanwhile = await host.CallAsync("own-engine.answers", "{}");
        bool ended = under.IsCompleted;
        await cancel.CancelAsync();
        InvocationResult cancelled = await under;
        await engine.StartAsync();

        Assert.False(ended);
        Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm, "{}"), (meanwhile.Status, meanwhile.Container, meanwhile.Stdout));
        Assert.Equal(InvocationStatus.Cancelled, cancelled.Status);
        await AssertServesAsync(host, engine);
    }

    private static async Task<RealHost> StartAsync(OwnEngine engine, TemporaryState state, bool direct)
    {
        RealHost host = new(state.Path, new Dictionary<string, string?>
        {
            ["SkillHost:SkillsFolder"] = Path.Combine(Path.GetDirectoryName(Repository.CallSkills)!, "faults-own"),
            ["SkillHost:Docker:Address"] = engine.Address,
            ["SkillHost:Warm:Adaptive"] = "false",
            ["SkillHost:Sandboxes:DirectLine"] = $"{direct}",
        });
        await host.LoadAsync();
        await host.StartAsync();
        foreach (ContainerSummary waiting in await UntilAsync(host, Full))
        {
            await (direct ? DirectLine.UntilTakenAsync(host.Engine, waiting.Id) : Task.CompletedTask);
        }

        return host;
    }

    /// <summary>
    /// A call that has given a sign of life and goes on for most of a minute; what it took has been replaced by then, since an engine
    /// killed while it makes a container keeps something without a name that nobody can use.
    /// </summary>
    private static async Task<Task<InvocationResult>> BeginAsync(RealHost host, CancellationToken cancellationToken)
    {
        TaskCompletionSource alive = new(TaskCreationOptions.RunContinuationsAsynchronously);
        InvocationOptions options = new()
        {
            OnEvent = (_, _) =>
            {
                alive.TrySetResult();
                return ValueTask.CompletedTask;
            },
        };
        Task<InvocationResult> under = host.CallAsync("own-engine.waits", "{}", options, cancellationToken);
        await Task.WhenAny(alive.Task, under);
        Assert.True(alive.Task.IsCompleted);
        await UntilAsync(host, Full + 1);
        return under;
    }

    private static async Task AssertServesAsync(RealHost host, OwnEngine engine)
    {
        InvocationResult after = await host.CallAsync("own-engine.answers", """{"a":1}""");
        await UntilAsync(host, Full);
        InvocationResult warm = await host.CallAsync("own-engine.answers", """{"a":2}""");

        Assert.Equal((InvocationStatus.Ok, """{"a":1}"""), (after.Status, after.Stdout));
        Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (warm.Status, warm.Container));
        await host.DisposeAsync();
        using DockerEngine direct = DockerEngine.Create(new DockerOptions { Address = engine.Address });
        await UntilNoneAsync(direct);
    }

    private static async Task<IReadOnlyList<ContainerSummary>> UntilAsync(RealHost host, int count)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        while (true)
        {
            IReadOnlyList<ContainerSummary> there = await host.Engine.ListAsync(Everything, CancellationToken.None);
            if (there.Count == count && there.All(container => container.State == "running"))
            {
                return there;
            }

            if (deadline.IsCancellationRequested)
            {
                string seen = string.Join(", ", there.Select(container => $"{container.Name} {container.State}"));
                throw new TimeoutException($"{seen}\n{string.Join('\n', host.Log.Lines)}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task UntilNoneAsync(DockerEngine engine)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        while ((await engine.ListAsync(Everything, deadline.Token)).Count > 0)
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
