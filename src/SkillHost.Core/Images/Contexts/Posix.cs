using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SkillHost.Images.Contexts;

/// <summary>The three Linux calls that .NET does not offer: open without following, open relative to a descriptor, full status.</summary>
internal static class Posix
{
    public const int WorkingDirectory = -100;

    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int NotFound = 2;
    private const int NotAFolder = 20;
    private const int SymlinkNoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;

    // These two differ between processors; the rest of the flags do not.
    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    private static int DirectoryFlag => IsArm ? 0x4000 : 0x10000;

    private static int NoFollow => IsArm ? 0x8000 : 0x20000;

    public static SafeFileHandle OpenFolder(int folder, string path, bool follow) =>
        Open(folder, path, DirectoryFlag | CloseOnExec | (follow ? 0 : NoFollow));

    public static SafeFileHandle OpenFile(int folder, string name) => Open(folder, name, NonBlocking | CloseOnExec | NoFollow);

    public static PosixStat? Stat(int folder, string name)
    {
        int flags = name.Length == 0 ? EmptyPath : SymlinkNoFollow;
        if (statx(folder, Bytes(name), flags, BasicStats, out Status status) == 0)
        {
            return Read(status);
        }

        int error = Marshal.GetLastPInvokeError();
        return error is NotFound or NotAFolder ? null : throw Failed(name, error);
    }

    private static PosixStat Read(Status status)
    {
        FolderItemKind kind = (status.Mode & 0xf000) switch
        {
            0x8000 => FolderItemKind.File,
            0x4000 => FolderItemKind.Folder,
            0xa000 => FolderItemKind.Link,
            _ => FolderItemKind.Special,
        };
        ulong device = ((ulong)status.DeviceMajor << 32) | status.DeviceMinor;
        var stamp = new FileStamp(
            device,
            status.Inode,
            (long)status.Size,
            Ticks(status.ModifiedSeconds, status.ModifiedNanoseconds),
            Ticks(status.ChangedSeconds, status.ChangedNanoseconds));
        return new PosixStat(kind, (status.Mode & 0x40) != 0, stamp);
    }

    private static long Ticks(long seconds, uint nanoseconds) => unchecked((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100));

    private static SafeFileHandle Open(int folder, string path, int flags)
    {
        int descriptor = openat(folder, Bytes(path), flags);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failed(path, Marshal.GetLastPInvokeError());
    }

    private static IOException Failed(string path, int error) =>
        new($"{Path.GetFileName(path)} cannot be read: {Marshal.GetPInvokeErrorMessage(error)}");

    private static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int openat(int folder, byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, out Status status);

    // The kernel's struct statx, the same on every processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
