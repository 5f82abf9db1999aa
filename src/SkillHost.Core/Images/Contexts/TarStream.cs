using System.Formats.Tar;
using System.IO.Pipelines;

namespace SkillHost.Images.Contexts;

/// <summary>A tar that is written while it is read, so that it is never held in memory.</summary>
internal sealed class TarStream : IAsyncDisposable
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 256 << 10, resumeWriterThreshold: 128 << 10));
    private readonly CancellationTokenSource _stop;
    private readonly Task<Exception?> _writing;

    private TarStream(Func<TarWriter, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Content = _pipe.Reader.AsStream(leaveOpen: true);
        _writing = Task.Run(() => WriteAsync(write), CancellationToken.None);
    }

    /// <summary>The tar; reading it throws what the writing threw.</summary>
    public Stream Content { get; }

    /// <summary>Begins to write.</summary>
    public static TarStream Start(Func<TarWriter, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        new(write, cancellationToken);

    /// <summary>Ends the writing and tells why it failed, or null. A reader's own account of the failure says less.</summary>
    public async Task<Exception?> EndAsync()
    {
        await _stop.CancelAsync();
        await _pipe.Reader.CompleteAsync();
        return await _writing;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Content.DisposeAsync();
        _stop.Dispose();
    }

    private async Task<Exception?> WriteAsync(Func<TarWriter, CancellationToken, Task> write)
    {
        Exception? failure = null;
        try
        {
            await using Stream output = _pipe.Writer.AsStream(leaveOpen: true);
            var tar = new TarWriter(output, TarEntryFormat.Gnu, leaveOpen: true);
            await write(tar, _stop.Token);

            // Only now: disposing writes the archive's end, and a reader must never take a part for the whole.
            await tar.DisposeAsync();
        }
        catch (Exception e)
        {
            // Whatever it was, the reader gets it: one that heard nothing would wait for ever.
            failure = e;
        }

        await _pipe.Writer.CompleteAsync(failure);
        return failure;
    }
}
