using System.Buffers.Binary;
using System.Text;

namespace SkillHost.Wire.Processes;

/// <summary>
/// Reads what process 1 tells of files. Every byte is hostile: sizes, numbers, names and order are checked, and memory follows what has
/// arrived, never what was claimed.
/// </summary>
public sealed class FileListing
{
    /// <summary>Largest message of a files channel, either way, its type byte included.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    private readonly long _maxBytes;
    private readonly IFileSink _sink;
    private readonly MessageReader _messages = new(MaxMessageBytes);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private long _room;
    private long _missing = -1;
    private int _left;
    private bool _ended;
    private string? _open;
    private bool _skipping;

    /// <summary>A listing of files with at most <paramref name="maxBytes"/> together, given to <paramref name="sink"/>.</summary>
    public FileListing(long maxBytes, IFileSink sink)
    {
        (_maxBytes, _room, _sink) = (maxBytes, maxBytes, sink);
    }

    /// <summary>Reads to the end of <paramref name="source"/>. Throws <see cref="WireException"/> when anything in it is wrong.</summary>
    public async Task ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var buffer = new byte[16 * 1024];
        while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            Take(buffer.AsSpan(0, count));
        }

        if (!_ended)
        {
            throw Broken("ended a list of files in the middle");
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _messages.Append(bytes);
        while (_messages.TryTake(out var message))
        {
            if (_ended)
            {
                throw Broken("sent more after the end of a list of files");
            }

            Handle((FileMessage)message[0], message[1..]);
        }
    }

    private void Handle(FileMessage type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case FileMessage.Found when _open is null && body.Length > 8 && _names.Count < FilePaths.MaxFiles:
                Found(BinaryPrimitives.ReadInt64BigEndian(body), body[8..]);
                break;
            case FileMessage.Data when _open is not null && body.Length > 0 && body.Length <= _missing:
                Data(body);
                break;
            case FileMessage.Left when body.Length > 1 && _left++ < FilePaths.MaxFiles && Enum.IsDefined((LeftReason)body[0]):
                Left((LeftReason)body[0], body[1..]);
                break;
            case FileMessage.End when _open is null && body.IsEmpty:
                _ended = true;
                break;
            default:
                throw Broken($"sent message {(int)type} of {body.Length} bytes, which does not fit into a list of files");
        }
    }

    private void Found(long size, ReadOnlySpan<byte> name)
    {
        if (size < 0 || size > _room)
        {
            throw Broken($"told of a file of {size} bytes, wanted at most {_room}, what is left of {_maxBytes}");
        }

        var path = Text(name);
        if (!_names.Add(path))
        {
            throw Broken("told of one file twice");
        }

        (_open, _missing, _skipping) = (path, size, !FilePaths.IsRight(path));
        _room -= size;
        if (!_skipping)
        {
            _sink.Found(path, size);
        }

        CloseIfWhole();
    }

    private void Data(ReadOnlySpan<byte> bytes)
    {
        _missing -= bytes.Length;
        if (!_skipping)
        {
            _sink.Data(bytes);
        }

        CloseIfWhole();
    }

    private void CloseIfWhole()
    {
        if (_missing > 0)
        {
            return;
        }

        if (_skipping)
        {
            _sink.Left(_open ?? "", LeftReason.BadName);
        }
        else
        {
            _sink.Whole();
        }

        _open = null;
    }

    private void Left(LeftReason reason, ReadOnlySpan<byte> name)
    {
        var path = Text(name);
        if (_open is not null && (reason != LeftReason.Changed || path != _open))
        {
            throw Broken("left a file out in the middle of another");
        }

        _open = null;
        _sink.Left(path, reason);
    }

    private static string Text(ReadOnlySpan<byte> name) => name.Length <= FilePaths.MaxBytes
        ? Encoding.UTF8.GetString(name)
        : throw Broken($"told of a path of {name.Length} bytes, wanted at most {FilePaths.MaxBytes}");

    private static WireException Broken(string seen) => new(WireFailure.Protocol, $"The peer {seen}.");
}
