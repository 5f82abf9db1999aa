using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SkillHost.Init.Native;

/// <summary>IPv4 sockets that never block, and pairs of local ones, for managed memory.</summary>
internal static unsafe class Sockets
{
    public const int AddressBytes = 16;

    private const int Local = 1;
    private const int Inet = 2;
    private const int Stream = 1;
    private const int Datagram = 2;
    private const int Backlog = 128;
    private const int SendSide = 1;
    private const int SocketLevel = 1;
    private const int ReuseAddress = 2;
    private const int Linger = 13;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;

    /// <summary>A socket that takes connections, or minus the error.</summary>
    public static int Listen(uint address, ushort port)
    {
        var fd = Open(Stream, address, port);
        return fd >= 0 && SocketLibc.Listen(fd, Backlog) != 0 ? Fail(fd) : fd;
    }

    /// <summary>A socket that takes datagrams, or minus the error.</summary>
    public static int Bind(uint address, ushort port) => Open(Datagram, address, port);

    /// <summary>Two sockets without a name, joined, that block; 0 or the error.</summary>
    public static int Pair(out int one, out int other)
    {
        var ends = stackalloc int[2];
        if (SocketLibc.Pair(Local, Stream | Linux.CloseOnExec, 0, ends) != 0)
        {
            one = other = -1;
            return Marshal.GetLastPInvokeError();
        }

        (one, other) = (ends[0], ends[1]);
        return 0;
    }

    /// <summary>The next connection, or minus the error.</summary>
    public static int Accept(int fd)
    {
        var taken = SocketLibc.Accept(fd, null, null, Linux.NonBlocking | Linux.CloseOnExec);
        if (taken < 0)
        {
            return -Marshal.GetLastPInvokeError();
        }

        SetOption(taken, TcpLevel, NoDelay, 1);
        return taken;
    }

    /// <summary>The other end reads end of file.</summary>
    public static void EndSending(int fd) => SocketLibc.Shutdown(fd, SendSide);

    /// <summary>Closes so that the other end sees a reset.</summary>
    public static void Abort(ref int fd)
    {
        if (fd >= 0)
        {
            SetOption(fd, SocketLevel, Linger, 1);
            Fd.Close(ref fd);
        }
    }

    /// <summary>Bytes of the next datagram and where it came from, or minus the error.</summary>
    public static int Receive(int fd, Span<byte> target, Span<byte> from)
    {
        var size = (uint)AddressBytes;
        fixed (byte* pointer = target, address = from)
        {
            var count = SocketLibc.ReceiveFrom(fd, pointer, target.Length, 0, address, &size);
            return count >= 0 ? (int)count : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Sends a datagram, or drops it.</summary>
    public static void Send(int fd, ReadOnlySpan<byte> data, ReadOnlySpan<byte> to)
    {
        fixed (byte* pointer = data, address = to)
        {
            SocketLibc.SendTo(fd, pointer, data.Length, 0, address, AddressBytes);
        }
    }

    private static int Open(int type, uint address, ushort port)
    {
        var fd = SocketLibc.Socket(Inet, type | Linux.NonBlocking | Linux.CloseOnExec, 0);
        if (fd < 0)
        {
            return -Marshal.GetLastPInvokeError();
        }

        if (type == Stream)
        {
            SetOption(fd, SocketLevel, ReuseAddress, 1);
        }

        Span<byte> name = stackalloc byte[AddressBytes];
        name.Clear();
        BitConverter.TryWriteBytes(name, (ushort)Inet);
        BinaryPrimitives.WriteUInt16BigEndian(name[2..], port);
        BinaryPrimitives.WriteUInt32BigEndian(name[4..], address);
        fixed (byte* pointer = name)
        {
            return SocketLibc.Bind(fd, pointer, AddressBytes) == 0 ? fd : Fail(fd);
        }
    }

    /// <summary>Sets an option to one number, or to that number and a zero, as lingering wants it.</summary>
    private static void SetOption(int fd, int level, int name, int value)
    {
        var pair = stackalloc int[2];
        pair[0] = value;
        pair[1] = 0;
        SocketLibc.SetOption(fd, level, name, (byte*)pair, level == SocketLevel && name == Linger ? 8u : 4u);
    }

    private static int Fail(int fd)
    {
        var error = Marshal.GetLastPInvokeError();
        Libc.Close(fd);
        return -error;
    }
}
