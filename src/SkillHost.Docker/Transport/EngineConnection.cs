namespace SkillHost.Docker.Transport;

/// <summary>One open line to an engine.</summary>
internal abstract class EngineConnection(Stream stream) : IAsyncDisposable
{
    /// <summary>Both directions; disposing it closes the line.</summary>
    public Stream Stream { get; } = stream;

    /// <summary>Whether the stream is made to be read by a thread of its own, which blocks.</summary>
    public bool Blocks => Stream is BlockingSocketStream;

    /// <summary>Tells the engine that nothing more will be sent; it can still send.</summary>
    public abstract Task CompleteWritesAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
