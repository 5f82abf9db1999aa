using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SkillHost.Init.Native;

namespace SkillHost.Init.Probes;

/// <summary>
/// Tries what a container should forbid and prints what came of it as one JSON object. It needs no privilege and gives none: whatever it
/// can do, any program in the container can. <c>skillhost doctor --prove</c> runs it as a skill's own process.
/// </summary>
internal static unsafe class Probe
{
    /// <summary>First argument.</summary>
    public const string Argument = "--probe";

    private const int Megabyte = 1 << 20;
    private const int PageBytes = 4096;
    private const int WriteOnly = 1;
    private const int CreateFile = 0x40;
    private const int GetNoNewPrivileges = 39;
    private const int Internet = 2;
    private const int Stream = 1;

    /// <summary>Runs the probe named by <paramref name="args"/> and gives the exit code.</summary>
    public static int Run(string[] args)
    {
        var number = args.Length > 2 && int.TryParse(args[2], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var found = args[1] switch
        {
            "memory" => Memory(number),
            "threads" => Threads(number),
            "spin" => Spin(number),
            "sleep" => Sleep(number),
            "network" => Network(),
            "egress" => Egress(number),
            "files" => Files(),
            "fill" => Fill(),
            "privileges" => Privileges(),
            _ => null,
        };
        Fd.Write(found is null ? 2 : 1, Encoding.UTF8.GetBytes(found ?? "no such probe\n"));
        return found is null ? 2 : 0;
    }

    private static string Memory(int megabytes)
    {
        for (var taken = 0; taken < megabytes; taken++)
        {
            var block = (byte*)NativeMemory.Alloc(Megabyte);
            for (var at = 0; at < Megabyte; at += PageBytes)
            {
                block[at] = 1;
            }
        }

        return Json(("megabytes", megabytes));
    }

    private static string Threads(int wanted)
    {
        var started = 0;
        try
        {
            for (; started < wanted; started++)
            {
                new Thread(() => _ = ProbeLibc.Sleep(10_000_000), maxStackSize: 64 * 1024) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The kernel gives no more.
        }

        return Json(("threads", started));
    }

    private static string Spin(int milliseconds)
    {
        long rounds = 0;
        for (var end = Clock.After(milliseconds); Clock.Now < end; rounds++)
        {
        }

        return Json(("rounds", rounds));
    }

    private static string Sleep(int milliseconds)
    {
        _ = ProbeLibc.Sleep((uint)milliseconds * 1000);
        return Json(("slept", milliseconds));
    }

    // 192.0.2.1 belongs to nobody, by its registration: with a network the attempt would wait, not fail at once.
    private static string Network() => Json(
        ("interfaces", CountLines("/proc/net/dev\0"u8) - 2), ("outside", Connect([192, 0, 2, 1])), ("loopback", Loopback()));

    // The first two entries of an allow-list, and an address that is none's.
    private static string Egress(int port) => Json(
        ("allowed", Ask([127, 64, 0, 1], port)), ("refused", Ask([127, 64, 0, 2], port)), ("unlisted", Ask([127, 64, 0, 9], port)));

    private static string Files() => Json(
        ("root", Touch("/probe\0"u8)), ("etc", Touch("/etc/probe\0"u8)), ("init", Touch("/.skillhost/probe\0"u8)),
        ("tmp", Touch("/tmp/probe\0"u8)));

    private static string Fill()
    {
        var fd = Open("/tmp/fill\0"u8);
        var block = (byte*)NativeMemory.AllocZeroed(64 * 1024);
        long bytes = 0;
        nint written;
        while ((written = Libc.Write(fd, block, 64 * 1024)) > 0)
        {
            bytes += written;
        }

        return Json(("bytes", bytes), ("error", Marshal.GetLastPInvokeError()));
    }

    private static string Privileges()
    {
        var user = ProbeLibc.UserId();
        return Json(
            ("user", user),
            ("becomeSelf", Result(ProbeLibc.SetUserId(user))),
            ("becomeRoot", Result(ProbeLibc.SetUserId(0))),
            ("noNewPrivileges", Libc.ProcessControl(GetNoNewPrivileges, 0, 0, 0, 0)),
            ("capabilities", Status("CapBnd:")),
            ("seccomp", Status("Seccomp:")),
            ("trace", Result((int)ProbeLibc.Trace(0, 0, 0, 0))));
    }

    private static int Touch(ReadOnlySpan<byte> path)
    {
        var fd = Open(path);
        if (fd < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        Libc.Close(fd);
        return 0;
    }

    private static int Open(ReadOnlySpan<byte> path)
    {
        fixed (byte* pointer = path)
        {
            return ProbeLibc.Create(pointer, WriteOnly | CreateFile, 0x180);
        }
    }

    // Bytes that a server sends by itself: one, or none where there is no way to it.
    private static int Ask(ReadOnlySpan<byte> address, int port)
    {
        var socket = ProbeLibc.Socket(Internet, Stream, 0);
        fixed (byte* pointer = Address(address, port))
        {
            byte first;
            return ProbeLibc.Connect(socket, pointer, 16) == 0 ? Math.Max(0, (int)Libc.Read(socket, &first, 1)) : 0;
        }
    }

    private static int Connect(ReadOnlySpan<byte> address)
    {
        var socket = ProbeLibc.Socket(Internet, Stream, 0);
        fixed (byte* pointer = Address(address))
        {
            return Result(ProbeLibc.Connect(socket, pointer, 16));
        }
    }

    private static int Loopback()
    {
        var socket = ProbeLibc.Socket(Internet, Stream, 0);
        fixed (byte* pointer = Address([127, 0, 0, 1]))
        {
            var failed = Result(ProbeLibc.Bind(socket, pointer, 16));
            failed = failed != 0 ? failed : Result(ProbeLibc.Listen(socket, 1));
            return failed != 0 ? failed : Connect([127, 0, 0, 1]);
        }
    }

    // The port in the network's order.
    private static byte[] Address(ReadOnlySpan<byte> ip, int port = 4711) =>
        [Internet, 0, (byte)(port >> 8), (byte)port, ip[0], ip[1], ip[2], ip[3], 0, 0, 0, 0, 0, 0, 0, 0];

    private static int Result(int returned) => returned < 0 ? Marshal.GetLastPInvokeError() : 0;

    private static long Status(string field)
    {
        foreach (var line in ReadText("/proc/self/status\0"u8).Split('\n'))
        {
            if (line.StartsWith(field, StringComparison.Ordinal))
            {
                return long.Parse(line[field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }

        return -1;
    }

    private static int CountLines(ReadOnlySpan<byte> path)
    {
        var count = 0;
        foreach (var c in ReadText(path))
        {
            count += c == '\n' ? 1 : 0;
        }

        return count;
    }

    private static string ReadText(ReadOnlySpan<byte> path)
    {
        fixed (byte* pointer = path)
        {
            var fd = Libc.Open(pointer, 0);
            var buffer = stackalloc byte[16 * 1024];
            var length = fd < 0 ? 0 : Math.Max(0, (int)Libc.Read(fd, buffer, 16 * 1024));
            Libc.Close(fd);
            return Encoding.UTF8.GetString(buffer, length);
        }
    }

    private static string Json(params ReadOnlySpan<(string Name, long Value)> found)
    {
        StringBuilder text = new("{");
        foreach (var (name, value) in found)
        {
            text.Append(text.Length > 1 ? "," : "").Append('"').Append(name).Append("\":").Append(CultureInfo.InvariantCulture, $"{value}");
        }

        return text.Append("}\n").ToString();
    }
}
