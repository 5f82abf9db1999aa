using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace SkillHost.Audit;

/// <summary>The files of the log, and where in them the chain ends. Whoever uses it holds the log's lock.</summary>
internal sealed class AuditChain(string folder, TimeProvider time) : IDisposable
{
    private const int Window = 64 * 1024;
    private readonly MemoryStream _lines = new();
    private FileStream? _file;
    private SafeFileHandle? _handle;
    private string _next = "";
    private int _number;
    private long _length;
    private AuditEntry? _last;

    /// <summary>Whether the end of the chain is known, as it was when last looked at.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>Finds the end of the chain, wherever another process has left it.</summary>
    public void Open()
    {
        if (IsCurrent())
        {
            return;
        }

        Dispose();
        string newest = AuditFormat.Files(folder) is [.., string last] ? last : PathOf(1);
        if (!int.TryParse(Path.GetFileNameWithoutExtension(newest)[6..], NumberStyles.None, CultureInfo.InvariantCulture, out _number))
        {
            throw new IOException($"'{newest}': seen a file that is not of the log, wanted {AuditFormat.FileName(1)} and so on");
        }

        Take(AuditFiles.Open(newest, FileMode.OpenOrCreate));
        (AuditEntry? entry, _length) = LastOf(_file!);

        // A torn last line is what a crash in the middle of a write leaves; it was never acknowledged.
        RandomAccess.SetLength(_handle!, _length);
        _last = entry ?? LastOfPreviousFile();
    }

    /// <summary>Writes <paramref name="records"/>; a new file is begun where one would grow over <paramref name="fileBytes"/>.</summary>
    public void Write(IEnumerable<AuditRecord> records, long fileBytes)
    {
        AuditEntry? last = _last;
        _lines.SetLength(0);
        foreach (AuditRecord record in records)
        {
            long before = _lines.Length;
            last = AuditFormat.Seal(Next(record, last), _lines);
            if (_length + _lines.Length > fileBytes && _length + before > 0)
            {
                Flush(before);
                Rotate();
            }
        }

        Flush(_lines.Length);
        _last = last;
    }

    /// <summary>Forgets the end of the chain.</summary>
    public void Dispose()
    {
        _file?.Dispose();
        (_file, _handle) = (null, null);
    }

    /// <summary>The handle is asked for once: a stream sets its position in the file whenever it is asked.</summary>
    private void Take(FileStream file)
    {
        _file = file;
        _handle = file.SafeFileHandle;
        _next = PathOf(_number + 1);
    }

    private AuditEntry Next(AuditRecord record, AuditEntry? last) => new()
    {
        Sequence = (last?.Sequence ?? 0) + 1,
        Time = time.GetUtcNow(),
        Record = record,
        Previous = last?.Hash ?? AuditFormat.Genesis,
    };

    private bool IsCurrent() =>
        _handle is not null && RandomAccess.GetLength(_handle) == _length && File.Exists(_file!.Name) && !File.Exists(_next);

    /// <summary>Writes the first <paramref name="count"/> bytes of what waits, in one write.</summary>
    private void Flush(long count)
    {
        byte[] buffer = _lines.GetBuffer();
        RandomAccess.Write(_handle!, buffer.AsSpan(0, (int)count), _length); // Open came first.
        _length += count;
        int rest = (int)(_lines.Length - count);
        buffer.AsSpan((int)count, rest).CopyTo(buffer);
        _lines.SetLength(rest);
    }

    private void Rotate()
    {
        Dispose();
        Take(AuditFiles.Open(PathOf(++_number), FileMode.CreateNew));
        _length = 0;
    }

    private AuditEntry? LastOfPreviousFile()
    {
        if (_number == 1)
        {
            return null;
        }

        using FileStream previous = File.OpenRead(PathOf(_number - 1));
        return LastOf(previous).Entry;
    }

    /// <summary>The last whole line of a file, and where it ends.</summary>
    private static (AuditEntry? Entry, long End) LastOf(FileStream file)
    {
        long from = Math.Max(0, file.Length - Window);
        byte[] tail = new byte[file.Length - from];
        file.Position = from;
        file.ReadExactly(tail);
        int end = tail.AsSpan().LastIndexOf((byte)'\n');
        if (end < 0)
        {
            return from == 0 ? (null, 0) : throw Damaged(file);
        }

        int start = tail.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
        return (AuditFormat.Parse(tail.AsSpan(start, end - start)) ?? throw Damaged(file), from + end + 1);
    }

    private static IOException Damaged(FileStream file) =>
        new($"'{file.Name}': the last line is no entry; move the file away to continue without it, and keep it as evidence");

    private string PathOf(int number) => Path.Combine(folder, AuditFormat.FileName(number));
}
