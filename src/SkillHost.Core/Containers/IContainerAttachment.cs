namespace SkillHost.Containers;

/// <summary>The attached standard streams of one container, kept apart.</summary>
public interface IContainerAttachment : IAsyncDisposable
{
    /// <summary>
    /// Reads are the container's standard output, writes are its standard input. End of file means that the container or the
    /// engine's connection ended. Disposing closes the connection.
    /// </summary>
    Stream Duplex { get; }

    /// <summary>Whether <see cref="Duplex"/> is made to be read by a thread of its own, which blocks; otherwise asynchronously.</summary>
    bool Blocks { get; }

    /// <summary>Ends standard input (half-close); output still arrives.</summary>
    Task CompleteInputAsync(CancellationToken cancellationToken);

    /// <summary>The last bytes of standard error as text, at most 4 KiB: what process 1 or the runtime had to say.</summary>
    string ErrorTail { get; }
}
