using System.Buffers.Binary;
using SkillHost.Init.Native;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Files;

/// <summary>Makes the messages that tell the host what is in <c>/out</c>, one at a time.</summary>
internal sealed class OutLister(long room)
{
    internal const int PieceBytes = 16 * 1024;

    private readonly OutSearch _search = new(room);
    private int _nextFile;
    private int _nextLeft;
    private int _unreadable;
    private bool _searched;
    private int _fd = -1;
    private long _missing;

    /// <summary>Whether the last message has been made.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Writes the next message with its length into <paramref name="target"/>; gives its size.</summary>
    public int Next(Span<byte> target)
    {
        if (!_searched)
        {
            _search.Run();
            _searched = true;
        }

        if (_fd >= 0)
        {
            return Continue(target);
        }

        if (_nextLeft < _search.Left.Count)
        {
            var (path, reason) = _search.Left[_nextLeft++];
            return WriteLeft(target, path, reason);
        }

        if (_nextFile < _search.Files.Count)
        {
            return Begin(target, _search.Files[_nextFile++]);
        }

        IsOver = true;
        return Write(target, FileMessage.End, 0);
    }

    public void Close() => Fd.Close(ref _fd);

    private int Begin(Span<byte> target, FoundFile file)
    {
        var folder = Place.OpenParent(FilePlaces.Out, file.Path, make: false, out var name);
        var fd = folder < 0 ? folder : Place.OpenFile(folder, name);
        Fd.Close(ref folder);
        if (fd < 0 || !Place.TryStat(fd, [], out var kind, out var size) || kind != Linux.RegularFile || size != file.Size)
        {
            Fd.Close(ref fd);
            // The host takes so many notes and no more.
            return _unreadable++ < FilePaths.MaxFiles / 2 ? WriteLeft(target, file.Path, LeftReason.Unreadable) : 0;
        }

        BinaryPrimitives.WriteInt64BigEndian(target[5..], size);
        file.Path.CopyTo(target[13..]);
        (_fd, _missing) = (fd, size);
        CloseIfWhole();
        return Write(target, FileMessage.Found, 8 + file.Path.Length);
    }

    private int Continue(Span<byte> target)
    {
        var wanted = (int)Math.Min(_missing, PieceBytes);
        var count = Fd.Read(_fd, target.Slice(5, wanted));
        if (count <= 0)
        {
            Close();
            return WriteLeft(target, _search.Files[_nextFile - 1].Path, LeftReason.Changed);
        }

        _missing -= count;
        CloseIfWhole();
        return Write(target, FileMessage.Data, count);
    }

    private void CloseIfWhole()
    {
        if (_missing == 0)
        {
            Close();
        }
    }

    private static int WriteLeft(Span<byte> target, byte[] path, LeftReason reason)
    {
        target[5] = (byte)reason;
        path.CopyTo(target[6..]);
        return Write(target, FileMessage.Left, 1 + path.Length);
    }

    private static int Write(Span<byte> target, FileMessage type, int bodyBytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, bodyBytes + 1);
        target[4] = (byte)type;
        return bodyBytes + 5;
    }
}
