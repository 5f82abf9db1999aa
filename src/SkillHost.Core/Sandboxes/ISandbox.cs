using SkillHost.Wire.Processes;

namespace SkillHost.Sandboxes;

/// <summary>A started container with process 1 at the other end of its stream. Disposing destroys it.</summary>
public interface ISandbox : IAsyncDisposable
{
    /// <summary>Starts a process. Throws <see cref="SandboxException"/> when it cannot be started.</summary>
    Task<IRemoteProcess> StartAsync(ProcessStart start, CancellationToken cancellationToken);

    /// <summary>
    /// The same without waiting until it runs, where that can be; <see cref="StartedAsync"/> says whether it does.
    /// </summary>
    Task<IRemoteProcess> BeginAsync(ProcessStart start, CancellationToken cancellationToken) => StartAsync(start, cancellationToken);

    /// <summary>
    /// Waits until <paramref name="process"/>, which was begun, runs. Throws <see cref="SandboxException"/> when it cannot be started.
    /// </summary>
    Task StartedAsync(IRemoteProcess process, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Completes, without failing, when the container or its stream has ended for whatever reason, with what is known of why.
    /// </summary>
    Task<SandboxEnd> Ended { get; }

    /// <summary>
    /// Gives the connections made inside, if its policy lets any be made, to <paramref name="taker"/> until what this gives is disposed.
    /// </summary>
    IDisposable TakeConnections(IConnectionTaker taker);

    /// <summary>What <see cref="SandboxRequest.Preparation"/> made of it, or null where it asked for nothing.</summary>
    IPrepared? Prepared { get; }

    /// <summary>
    /// What its container has used so far, once all that was written in it before has arrived; null where that is not known.
    /// </summary>
    Task<UsageSoFar?> GetUsageAsync(CancellationToken cancellationToken) => Task.FromResult<UsageSoFar?>(null);

    /// <summary>
    /// The same when <paramref name="process"/> next writes to standard output; asked together with whatever it is sent next.
    /// </summary>
    Task<UsageSoFar?> UsageWithOutputAsync(IRemoteProcess process) => Task.FromResult<UsageSoFar?>(null);

    /// <summary>How the call came by it.</summary>
    SandboxKind Kind => SandboxKind.Cold;

    /// <summary>Whether it goes on after the call.</summary>
    bool Outlives => false;

    /// <summary>Has one that <see cref="Outlives"/> the call take no more calls, for a reason that those who want to are told.</summary>
    void Condemn(string reason)
    {
    }
}
