namespace SkillHost.Containers;

/// <summary>The container half of an engine. Every member throws <see cref="EngineException"/> and nothing else on failure.</summary>
public interface IContainerEngine
{
    /// <summary>What the engine is and can enforce. Asked once and cached until the connection is lost.</summary>
    Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken);

    /// <summary>Creates a container under the hardening baseline plus <paramref name="spec"/>; returns its id.</summary>
    Task<string> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken);

    /// <summary>Attaches to standard input, output and error. Call before <see cref="StartAsync"/>, or output is lost.</summary>
    Task<IContainerAttachment> AttachAsync(string container, CancellationToken cancellationToken);

    /// <summary>Starts a created container.</summary>
    Task StartAsync(string container, CancellationToken cancellationToken);

    /// <summary>
    /// The socket that process 1 of a container has as <paramref name="descriptor"/>, for a thread that blocks in reading it; null where
    /// containers do not run on this machine, or this process may not fetch it.
    /// </summary>
    Task<Stream?> FetchSocketAsync(string container, int descriptor, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(null);

    /// <summary>What the container is now, or null when the engine does not know it.</summary>
    Task<ContainerState?> FindAsync(string container, CancellationToken cancellationToken);

    /// <summary>Kills (SIGKILL) and removes a container with its anonymous volumes, by name or id. Absent already is success.</summary>
    Task RemoveAsync(string container, CancellationToken cancellationToken);

    /// <summary>
    /// Every container, running or not, that carries all of <paramref name="labels"/> (an empty value matches any value).
    /// </summary>
    Task<IReadOnlyList<ContainerSummary>> ListAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);

    /// <summary>
    /// Container events (die, oom, destroy) of containers with <paramref name="labels"/>, until cancelled or the engine is lost.
    /// </summary>
    IAsyncEnumerable<ContainerEvent> WatchAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);
}
