using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SkillHost.Skills.Files;

/// <summary>Reads small ordinary files of an untrusted folder: nothing is waited for, followed, or read beyond a bound.</summary>
internal static class BoundedFile
{
    /// <summary>
    /// The content, or null with what was seen instead: another kind of file, or more than <paramref name="limit"/> bytes.
    /// </summary>
    public static byte[]? TryRead(string path, int limit, out string seen)
    {
        FileKind kind = FileKinds.Of(path);
        seen = FileKinds.Words(kind);
        if (kind != FileKind.Regular)
        {
            return null;
        }

        try
        {
            using SafeFileHandle file = Open(path);
            return Read(file, limit, ref seen);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            seen = FileKinds.Words(FileKind.Unreadable);
            return null;
        }
    }

    private static SafeFileHandle Open(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path);
        }

        // Between the look and this call the file may have been replaced by a pipe: the flags keep the call from waiting.
        int descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), OpenFlags.ReadWithoutWaitingOrFollowing);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"open failed with error {Marshal.GetLastPInvokeError()}");
    }

    private static byte[]? Read(SafeFileHandle file, int limit, ref string seen)
    {
        if (OperatingSystem.IsLinux() && Statx.TryKind(file, out FileKind kind, out _) && kind != FileKind.Regular)
        {
            seen = FileKinds.Words(kind);
            return null;
        }

        long length = RandomAccess.GetLength(file);
        byte[] buffer = new byte[Math.Min(length, limit) + 1];
        int count = 0;
        for (int read = 1; read > 0 && count < buffer.Length; count += read)
        {
            read = RandomAccess.Read(file, buffer.AsSpan(count), count);
        }

        if (length > limit || count > limit)
        {
            seen = $"{Math.Max(length, count)} bytes";
            return null;
        }

        return buffer[..count];
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Open(byte[] path, int flags);
}
