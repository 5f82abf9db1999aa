using System.Buffers;
using System.Text;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>Takes over the files a process leaves, as far as they are whole; memory follows what arrives.</summary>
internal sealed class FilePump(Stream source, long limit) : IFileSink
{
    private readonly Lock _gate = new();
    private readonly List<InvocationArtifact> _whole = [];
    private readonly List<LeftFile> _left = [];
    private ArrayBufferWriter<byte> _content = new();
    private string _name = "";
    private bool _ended;

    /// <summary>Completes when the list has ended or broken; never fails.</summary>
    public async Task RunAsync()
    {
        if (limit == 0)
        {
            _ended = true;
            return;
        }

        try
        {
            await new FileListing(limit, this).ReadAsync(source, CancellationToken.None);
            lock (_gate)
            {
                _ended = true;
            }
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException)
        {
            // What is whole stays; the process's own end, or the missing end of the list, says why.
        }
    }

    /// <summary>What has arrived so far.</summary>
    public CollectedFiles Snapshot()
    {
        lock (_gate)
        {
            return new CollectedFiles([.. _whole.OrderBy(file => file.Name, StringComparer.Ordinal)], [.. _left], _ended);
        }
    }

    void IFileSink.Found(string path, long size) => (_name, _content) = (path, new ArrayBufferWriter<byte>());

    void IFileSink.Data(ReadOnlySpan<byte> bytes) => _content.Write(bytes);

    void IFileSink.Whole()
    {
        lock (_gate)
        {
            _whole.Add(new InvocationArtifact(_name, MediaTypes.Of(_name), _content.WrittenCount) { Data = _content.WrittenMemory });
        }
    }

    void IFileSink.Left(string path, LeftReason reason)
    {
        lock (_gate)
        {
            _left.Add(new LeftFile(Shown(path), Words(reason)));
        }
    }

    private string Words(LeftReason reason) => reason switch
    {
        LeftReason.NotAFile => "is a link, a pipe, a socket or a device",
        LeftReason.TooLarge => $"does not fit into the {limit} bytes that all files together may have",
        LeftReason.TooMany => $"is one more than the {FilePaths.MaxFiles} files that may come back",
        LeftReason.TooDeep => $"lies in more than {FilePaths.MaxDepth} folders, or has too long a path",
        LeftReason.Changed => "was changed while it was read",
        LeftReason.BadName => "has a name that may not be",
        _ => "cannot be read",
    };

    private static string Shown(string path)
    {
        StringBuilder shown = new();
        foreach (Rune rune in path.EnumerateRunes())
        {
            shown.Append(FilePaths.IsRight(rune.ToString()) || rune.Value is '/' or '.' ? rune.ToString() : "\uFFFD");
        }

        return shown.ToString();
    }
}
