using System.Buffers.Binary;
using System.Buffers.Text;
using SkillHost.Init.Native;

namespace SkillHost.Init.Processes;

/// <summary>One look at /proc: number, parent and session of every process, in arrays that are reused.</summary>
internal sealed unsafe class ProcessScan
{
    internal const int MaxProcesses = 8192;

    private readonly byte[] _directory = new byte[16 * 1024];
    private readonly ProcessEntry[] _entries = new ProcessEntry[MaxProcesses];
    private int _count;

    public ReadOnlySpan<ProcessEntry> Entries => _entries.AsSpan(0, _count);

    public void Refresh()
    {
        _count = 0;
        var proc = Fd.Open("/proc\0"u8, Linux.ReadOnly);
        if (proc < 0)
        {
            return;
        }

        fixed (byte* pointer = _directory)
        {
            nint size;
            while ((size = Libc.ReadDirectory(proc, pointer, _directory.Length)) > 0)
            {
                ReadDirectory(_directory.AsSpan(0, (int)size));
            }
        }

        Fd.Close(ref proc);
    }

    /// <summary>Looks at one process, which may already have ended but not been waited for.</summary>
    public static bool TryRead(int pid, out ProcessEntry entry)
    {
        entry = default;
        Span<byte> path = stackalloc byte[32];
        "/proc/"u8.CopyTo(path);
        var digits = Utf8Formatter.TryFormat(pid, path[6..], out var written) ? written : 0;
        "/stat\0"u8.CopyTo(path[(6 + digits)..]);
        var fd = Fd.Open(path, Linux.ReadOnly);
        if (fd < 0)
        {
            return false;
        }

        Span<byte> text = stackalloc byte[512];
        text = text[..Math.Max(0, Fd.Read(fd, text))];
        Fd.Close(ref fd);

        // The name between the parentheses is whatever the process likes, parentheses included: the last one counts.
        ReadOnlySpan<byte> rest = text[(text.LastIndexOf((byte)')') + 1)..];
        if (rest.Length < 4)
        {
            return false;
        }

        var state = rest[1];
        rest = rest[3..];
        var parent = TakeNumber(ref rest);
        _ = TakeNumber(ref rest); // its group
        entry = new ProcessEntry(pid, parent, TakeNumber(ref rest), state is (byte)'Z' or (byte)'X');
        return true;
    }

    private static int TakeNumber(ref ReadOnlySpan<byte> rest)
    {
        var known = Utf8Parser.TryParse(rest, out int value, out var used);
        rest = rest[Math.Min(rest.Length, used + 1)..];
        return known ? value : 0;
    }

    private void ReadDirectory(ReadOnlySpan<byte> records)
    {
        while (records.Length > 19 && _count < MaxProcesses)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(records[16..]);
            if (Utf8Parser.TryParse(records[19..size], out int pid, out var used) && records[19 + used] == 0 && TryRead(pid, out var entry))
            {
                _entries[_count++] = entry;
            }

            records = records[size..];
        }
    }
}
