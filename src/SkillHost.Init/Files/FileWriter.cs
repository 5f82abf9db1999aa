using System.Buffers.Binary;
using System.Text;
using SkillHost.Init.Native;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Files;

/// <summary>Writes files as the host sends them. After the first error the rest is read and dropped; the start will say why.</summary>
internal sealed class FileWriter
{
    private int _fd = -1;
    private int _mode;
    private FilePlaces _place;

    /// <summary>The first error; 0 for none.</summary>
    public int Error { get; private set; }

    /// <summary>The error in a sentence.</summary>
    public string Text { get; private set; } = "";

    public void Empty(FilePlaces places)
    {
        foreach (var place in (ReadOnlySpan<FilePlaces>)[FilePlaces.In, FilePlaces.Out, FilePlaces.Secrets])
        {
            if ((places & place) != 0 && !FolderCleaner.Empty(place))
            {
                Fail(Linux.Denied, place, "cannot be emptied");
            }
        }
    }

    /// <summary>A file begins; the one before is whole.</summary>
    public void Begin(ReadOnlySpan<byte> body)
    {
        Close();
        if (body.Length < 4 || body.Contains((byte)0) && body[3..].Contains((byte)0))
        {
            throw new InitException($"the host sent the head of a file in {body.Length} bytes");
        }

        _place = (FilePlaces)body[0];
        _mode = BinaryPrimitives.ReadUInt16BigEndian(body[1..]) & 0x1ff;
        var path = body[3..];
        if (!FilePaths.IsRight(Encoding.UTF8.GetString(path)))
        {
            throw new InitException("the host sent a file whose path leads elsewhere");
        }

        if (Error == 0)
        {
            Create(path);
        }
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        while (_fd >= 0 && data.Length > 0)
        {
            var count = Fd.Write(_fd, data);
            if (count == -Linux.Interrupted)
            {
                continue;
            }

            if (count <= 0)
            {
                Fail(-count, _place, "has no room for the files that were sent");
                Fd.Close(ref _fd);
                return;
            }

            data = data[count..];
        }
    }

    /// <summary>The file that began last is whole.</summary>
    public void Close()
    {
        if (_fd >= 0)
        {
            Libc.ChangeMode(_fd, _mode);
            Fd.Close(ref _fd);
        }
    }

    private void Create(ReadOnlySpan<byte> path)
    {
        var folder = Place.OpenParent(_place, path, make: true, out var name);
        _fd = folder < 0 ? folder : Place.CreateFile(folder, name);
        Fd.Close(ref folder);
        if (_fd < 0)
        {
            Fail(-_fd, _place, "cannot take a file that was sent");
            _fd = -1;
        }
    }

    private void Fail(int error, FilePlaces place, string what)
    {
        if (Error == 0)
        {
            var folder = place switch { FilePlaces.In => "/in", FilePlaces.Out => "/out", _ => "/run/secrets" };
            (Error, Text) = (error, error == Linux.NoSpace ? $"{folder} has no room for the files that were sent" : $"{folder} {what}");
        }
    }
}
