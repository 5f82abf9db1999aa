using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SkillHost.Containers;
using SkillHost.Wire.Processes;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>An engine in memory whose containers run <see cref="Program"/>. Each member can be made to fail or to wait.</summary>
internal sealed class FakeContainerEngine : IContainerEngine
{
    private readonly ConcurrentDictionary<string, FakeContainer> _containers = new();
    private readonly ConcurrentDictionary<Channel<ContainerEvent>, byte> _watchers = new();
    private readonly TaskCompletionSource _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ContainerEvent> _told = [];
    private int _created;

    /// <summary>What every process does.</summary>
    public Func<FakeProcess, Task<ProcessExit>> Program { get; set; } = async process =>
    {
        await process.Output.WriteAsync(await process.ReadInputAsync());
        return FakeProcess.Exit(0);
    };

    /// <summary>Runs before a member does its work, by the member's name; may fail or wait.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Why process 1 cannot start programs; null when it can.</summary>
    public string? CannotStart { get; set; }

    /// <summary>Whether containers start without a process 1 that answers.</summary>
    public bool Silent { get; set; }

    /// <summary>Whether a container that lost its stream ends and is removed, and whoever listens is told.</summary>
    public bool RemovesEnded { get; set; } = true;

    /// <summary>Mounts as the engine reports them; null for those asked for.</summary>
    public IReadOnlyList<MountState>? ReportedMounts { get; set; }

    public long MemoryBytes { get; set; } = 8L << 30;

    /// <summary>Completes when somebody listens to the events.</summary>
    public Task Watched => _watched.Task;

    /// <summary>Every container ever made, in order.</summary>
    public ConcurrentQueue<FakeContainer> Made { get; } = new();

    /// <summary>Those that exist.</summary>
    public ICollection<FakeContainer> Containers => _containers.Values;

    public async Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken)
    {
        await Before("info", cancellationToken);
        return new EngineInfo { Address = "fake:", Version = "0", ApiVersion = "1.41", Architecture = "x64", MemoryBytes = MemoryBytes };
    }

    public async Task<string> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        await Before("create", cancellationToken);
        FakeContainer container = Plant(spec);
        Made.Enqueue(container);
        return container.Id;
    }

    public async Task<IContainerAttachment> AttachAsync(string container, CancellationToken cancellationToken)
    {
        await Before("attach", cancellationToken);
        (DuplexPipe host, DuplexPipe init) = DuplexPipe.Pair();
        FakeContainer attached = Get(container);
        attached.InitEnd = init;
        return new FakeAttachment(host, () => RemoveEndedAsync(attached));
    }

    public async Task StartAsync(string container, CancellationToken cancellationToken)
    {
        await Before("start", cancellationToken);
        Get(container).Start();
    }

    public async Task<ContainerState?> FindAsync(string container, CancellationToken cancellationToken)
    {
        await Before("find", cancellationToken);
        return Look(container) is { } found
            ? new ContainerState
            {
                Id = found.Id,
                Running = found.State == "running",
                OutOfMemory = found.OutOfMemory,
                Mounts = ReportedMounts
                    ?? [.. found.Spec.Mounts.Select(m => new MountState("bind", m.Source, m.Target, m.Writable, "rprivate"))],
            }
            : null;
    }

    public async Task RemoveAsync(string container, CancellationToken cancellationToken)
    {
        await Before("remove", cancellationToken);
        if (Look(container) is { } found && _containers.TryRemove(found.Id, out _))
        {
            await found.DisposeAsync();
        }
    }

    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        await Before("list", cancellationToken);
        return [.. _containers.Values
            .Where(container => labels.All(label => container.Spec.Labels.TryGetValue(label.Key, out string? value)
                && label.Value is var wanted && (wanted.Length == 0 || wanted == value)))
            .Select(container =>
                new ContainerSummary(container.Id, container.Spec.Name, container.State, DateTimeOffset.UnixEpoch, container.Spec.Labels))];
    }

    public async IAsyncEnumerable<ContainerEvent> WatchAsync(
        IReadOnlyDictionary<string, string> labels, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Before("watch", cancellationToken);
        Channel<ContainerEvent> events = Channel.CreateUnbounded<ContainerEvent>();
        lock (_told)
        {
            // An engine tells of what has been, too.
            _told.ForEach(e => events.Writer.TryWrite(e));
            _watchers[events] = 0;
        }

        _watched.TrySetResult();
        await foreach (ContainerEvent e in events.Reader.ReadAllAsync(cancellationToken))
        {
            yield return e;
        }
    }

    /// <summary>A container that is simply there, as if another host had made it.</summary>
    public FakeContainer Plant(ContainerSpec spec)
    {
        FakeContainer container = new(this, $"{Interlocked.Increment(ref _created):x64}", spec);
        _containers[container.Id] = container;
        return container;
    }

    public void Tell(ContainerEvent e)
    {
        lock (_told)
        {
            _told.Add(e);
            foreach (Channel<ContainerEvent> watcher in _watchers.Keys)
            {
                watcher.Writer.TryWrite(e);
            }
        }
    }

    private async Task RemoveEndedAsync(FakeContainer container)
    {
        if (RemovesEnded && container.State != "created" && _containers.TryRemove(container.Id, out _))
        {
            await container.DisposeAsync();
            Tell(new ContainerEvent(container.Id, "die", 0));
            Tell(new ContainerEvent(container.Id, "destroy", null));
        }
    }

    private FakeContainer? Look(string container) =>
        _containers.Values.FirstOrDefault(candidate => candidate.Id == container || candidate.Spec.Name == container);

    private FakeContainer Get(string container) =>
        Look(container) ?? throw new EngineException(EngineFailure.NotFound, "No such container.");
}
