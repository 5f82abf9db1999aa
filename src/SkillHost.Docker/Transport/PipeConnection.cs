using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SkillHost.Docker.Transport;

/// <summary>A line over a named pipe.</summary>
internal sealed partial class PipeConnection(NamedPipeClientStream pipe) : EngineConnection(pipe)
{
    private const int ErrorIoPending = 997;

    public override Task CompleteWritesAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("named pipes can end their input on Windows only");
        }

        return Task.Run(WriteNothing, cancellationToken);
    }

    // The engine's pipe is in message mode and takes an empty message for the end; .NET's own streams swallow empty writes.
    [SupportedOSPlatform("windows")]
    private unsafe void WriteNothing()
    {
        using var done = new ManualResetEvent(false);

        // The lowest bit of the event keeps the completion away from .NET's port, which does not know this write.
        var overlapped = new NativeOverlapped { EventHandle = done.SafeWaitHandle.DangerousGetHandle() | 1 };
        if (WriteFile(pipe.SafePipeHandle, null, 0, null, &overlapped))
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error != ErrorIoPending || !GetOverlappedResult(pipe.SafePipeHandle, &overlapped, out _, wait: true))
        {
            throw new IOException("the end of input could not be sent", new Win32Exception(error));
        }
    }

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool WriteFile(SafePipeHandle file, byte* bytes, uint count, uint* written, NativeOverlapped* overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static unsafe partial bool GetOverlappedResult(
        SafePipeHandle file, NativeOverlapped* overlapped, out uint transferred, [MarshalAs(UnmanagedType.Bool)] bool wait);
}
