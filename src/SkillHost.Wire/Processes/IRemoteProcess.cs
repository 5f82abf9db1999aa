namespace SkillHost.Wire.Processes;

/// <summary>A process inside a container, seen from the host. Disposing kills its tree and resets its channels.</summary>
public interface IRemoteProcess : IAsyncDisposable
{
    /// <summary>
    /// Standard input. Disposing it, or <see cref="CompleteInputAsync"/>, gives the process end of file. Writes fail once the process has
    /// closed it.
    /// </summary>
    Stream Input { get; }

    /// <summary>Standard output, to its end.</summary>
    Stream Output { get; }

    /// <summary>Standard error, to its end.</summary>
    Stream Error { get; }

    /// <summary>What is written to file descriptor 3; empty when progress was not asked for.</summary>
    Stream Progress { get; }

    /// <summary>
    /// What process 1 tells of files, for a <see cref="FileListing"/>; empty when <see cref="ProcessStart.Files"/> was null.
    /// </summary>
    Stream Files { get; }

    /// <summary>
    /// Completes when the program runs. Fails with <see cref="WireException"/>: with <see cref="WireFailure.CannotStart"/> and a sentence
    /// where it cannot.
    /// </summary>
    Task Started => Task.CompletedTask;

    /// <summary>Completes when the process has ended. Fails with <see cref="WireException"/> when the stream ends or lies first.</summary>
    Task<ProcessExit> Exited { get; }

    /// <summary>Ends standard input.</summary>
    ValueTask CompleteInputAsync(CancellationToken cancellationToken);

    /// <summary>Sends a signal to the process's group.</summary>
    ValueTask SignalAsync(int signal, CancellationToken cancellationToken);

    /// <summary>Kills the process and everything it started; <see cref="Exited"/> tells when that is done.</summary>
    ValueTask KillTreeAsync(CancellationToken cancellationToken);
}
