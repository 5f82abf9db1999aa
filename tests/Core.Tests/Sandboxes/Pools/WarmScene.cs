using System.Diagnostics.Metrics;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Sandboxes.Pools;

namespace SkillHost.Core.Tests.Sandboxes.Pools;

/// <summary>A started host whose skill has containers waiting for it, as many as its manifest asks unless told otherwise.</summary>
internal sealed class WarmScene : IAsyncDisposable
{
    private readonly MeterListener _meters = new();
    private int _ready;

    private WarmScene(CallHost host, Callable function)
    {
        (Host, Function) = (host, function);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "SkillHost", Name: "skillhost.warm.waiting" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<int>((_, value, tags, _) =>
            _ready += tags[0].Value as string == Function.Skill.Name.Value ? value : 0);
        _meters.Start();
    }

    public CallHost Host { get; }

    /// <summary>A function whose manifest asks for waiting containers.</summary>
    public Callable Function { get; }

    public IEnumerable<FakeContainer> Waiting =>
        Host.Engine.Containers.Where(container => container.State == "running" && Kind(container) == "warm");

    public static async Task<WarmScene> StartAsync(
        int warm, Action<WarmOptions>? options = null, Action<SandboxOptions>? sandboxes = null,
        FakeContainerEngine? engine = null)
    {
        void Steady(WarmOptions steady)
        {
            steady.Adaptive = false;
            options?.Invoke(steady);
        }

        Callable function = CallHost.Function($"probe-{Guid.NewGuid():n}", warm: warm);
        WarmScene scene = new(new CallHost(sandboxes, engine: engine, warm: Steady), function);
        await scene.Host.StartAsync();
        return scene;
    }

    /// <summary>Containers a call could have at once, as the host's own figures say.</summary>
    public int Ready()
    {
        _ready = 0;
        _meters.RecordObservableInstruments();
        return _ready;
    }

    /// <summary>Makes one call, which tells the pools what is asked for, and waits until as many wait.</summary>
    public async Task FillAsync(int count)
    {
        await CallAsync();
        await UntilAsync(() => Host.Engine.Containers.Count == count && Ready() == count);
    }

    public Task<InvocationResult> CallAsync(InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        Host.CallAsync(function: Function, options: options, cancellationToken: cancellationToken);

    public static SandboxPolicy PolicyWith(long memoryBytes) =>
        CallHost.Policy with { Limits = CallHost.Policy.Limits with { MemoryBytes = memoryBytes } };

    public static string Kind(FakeContainer container) => container.Spec.Labels[SandboxLabels.Kind];

    /// <summary>What happens in the background has no task to wait for. Pools wait a little at times, so the clock moves on.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            Host.Time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(1, deadline.Token);
        }
    }

    public ValueTask DisposeAsync()
    {
        _meters.Dispose();
        return Host.DisposeAsync();
    }
}
