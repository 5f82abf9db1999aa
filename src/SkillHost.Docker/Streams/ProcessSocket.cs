using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SkillHost.Docker.Streams;

/// <summary>
/// Fetches a socket out of a process of a container on this machine (Linux 5.6 and newer). The kernel lets whoever may trace the process
/// do so: in practice a host that is root, and shares the process table with the engine.
/// </summary>
internal static partial class ProcessSocket
{
    // The same on every architecture.
    private const nint OpenProcess = 434;
    private const nint GetDescriptor = 438;

    /// <summary>
    /// The socket that process <paramref name="pid"/> has as <paramref name="descriptor"/>; null where the process is not of that
    /// container, the descriptor is no socket of the expected kind, or the kernel does not allow it.
    /// </summary>
    public static Socket? Fetch(int pid, string containerId, int descriptor)
    {
        if (!OperatingSystem.IsLinux() || Call(OpenProcess, pid, 0, 0) is not (>= 0 and var process))
        {
            return null;
        }

        using SafeFileHandle held = new(process, ownsHandle: true);

        // The number may be another process's by now, but what it is known by is this one's until it has ended.
        return IsOf(pid, containerId) && Call(GetDescriptor, process, descriptor, 0) is >= 0 and var fetched ? Wrap(fetched) : null;
    }

    private static Socket? Wrap(nint fetched)
    {
        Socket socket;
        SafeSocketHandle handle = new(fetched, ownsHandle: true);
        try
        {
            socket = new Socket(handle);
        }
        catch (SocketException)
        {
            handle.Dispose();
            return null;
        }

        if (socket is { AddressFamily: AddressFamily.Unix, SocketType: SocketType.Stream })
        {
            return socket;
        }

        socket.Dispose();
        return null;
    }

    /// <summary>Control groups of a container's processes bear its id, under every driver and version.</summary>
    private static bool IsOf(int pid, string containerId)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cgroup").Contains(containerId, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint a, nint b, nint c);
}
