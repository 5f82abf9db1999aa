using System.Runtime.InteropServices;

namespace SkillHost.Init.Native;

/// <summary>What is done with a file descriptor, for managed memory.</summary>
internal static unsafe class Fd
{
    public const int StandardOutput = 1;

    /// <summary>Bytes read; 0 at the end, or minus the error.</summary>
    public static int Read(int fd, Span<byte> target)
    {
        fixed (byte* pointer = target)
        {
            var count = Libc.Read(fd, pointer, target.Length);
            return count >= 0 ? (int)count : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Bytes written, or minus the error.</summary>
    public static int Write(int fd, ReadOnlySpan<byte> data)
    {
        fixed (byte* pointer = data)
        {
            var count = Libc.Write(fd, pointer, data.Length);
            return count >= 0 ? (int)count : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Bytes that a read of a pipe would give now.</summary>
    public static int CountReady(int fd)
    {
        int count;
        return Libc.Ask(fd, Linux.BytesReady, &count) == 0 ? count : 0;
    }

    /// <summary>Whether a write would be taken now, at least in part.</summary>
    public static bool TakesMore(int fd)
    {
        PollRecord record = new() { Descriptor = fd, Wanted = Linux.PollOut };
        return Libc.Poll(&record, 1, 0) > 0;
    }

    /// <summary>Moves bytes from a pipe to another descriptor without copying them; how many, or minus the error.</summary>
    public static int Splice(int source, int target, int count)
    {
        var moved = Libc.Splice(source, null, target, null, count, Linux.SpliceMove | Linux.SpliceNonBlocking);
        return moved >= 0 ? (int)moved : -Marshal.GetLastPInvokeError();
    }

    /// <summary>The whole of a small file of the kernel from its beginning, as far as it fits; 0 bytes when it cannot be read.</summary>
    public static int ReadFromStart(int fd, Span<byte> target)
    {
        fixed (byte* pointer = target)
        {
            return fd < 0 ? 0 : (int)Math.Max(0, Libc.ReadAt(fd, pointer, target.Length, 0));
        }
    }

    /// <summary>Opens a path that ends in a zero byte; the descriptor, or minus the error.</summary>
    public static int Open(ReadOnlySpan<byte> path, int flags)
    {
        fixed (byte* pointer = path)
        {
            var fd = Libc.Open(pointer, flags | Linux.CloseOnExec);
            return fd >= 0 ? fd : -Marshal.GetLastPInvokeError();
        }
    }

    public static void SetNonBlocking(int fd) =>
        Libc.Control(fd, Linux.SetFlags, Libc.Control(fd, Linux.GetFlags, 0) | Linux.NonBlocking);

    /// <summary>Closes a descriptor that is open and forgets it.</summary>
    public static void Close(ref int fd)
    {
        if (fd >= 0)
        {
            Libc.Close(fd);
            fd = -1;
        }
    }
}
