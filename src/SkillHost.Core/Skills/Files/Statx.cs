using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace SkillHost.Skills.Files;

/// <summary>
/// File type and size by statx(2): .NET has no call that tells a named pipe from a file, and this structure, unlike that of stat, is
/// the same on every architecture.
/// </summary>
internal static class Statx
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint TypeAndSize = 0x1 | 0x200;
    private const uint Number = 0x100;
    private const int ModeOffset = 28;
    private const int NumberOffset = 32;
    private const int DeviceOffset = 136;
    private const int SizeOffset = 40;
    private const int StructureBytes = 256;
    private const int NoSuchFile = 2;
    private const int NotAFolder = 20;

    /// <summary>Kind and size of a path, links not followed; false where the call does not exist.</summary>
    public static bool TryKind(string path, out FileKind kind, out long size) =>
        TryCall(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), NoFollow, out kind, out size);

    /// <summary>Kind and size of an open file; false where the call does not exist.</summary>
    public static bool TryKind(SafeHandle file, out FileKind kind, out long size) =>
        TryCall((int)file.DangerousGetHandle(), [0], EmptyPath, out kind, out size);

    /// <summary>
    /// Which file a path leads to, links followed: device and number, the same for every path to it. Null where that cannot be told.
    /// </summary>
    public static string? Identity(string path)
    {
        byte[] buffer = new byte[StructureBytes];
        try
        {
            if (Call(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, TypeAndSize | Number, buffer) != 0)
            {
                return null;
            }
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }

        ulong number = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(NumberOffset));
        return $"{Convert.ToHexString(buffer.AsSpan(DeviceOffset, 8))}:{number:x}";
    }

    private static bool TryCall(int folder, byte[] path, int flags, out FileKind kind, out long size)
    {
        byte[] buffer = new byte[StructureBytes];
        size = 0;
        kind = FileKind.Unreadable;
        try
        {
            if (Call(folder, path, flags, TypeAndSize, buffer) != 0)
            {
                kind = Marshal.GetLastPInvokeError() is NoSuchFile or NotAFolder ? FileKind.Missing : FileKind.Unreadable;
                return true;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }

        size = BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(SizeOffset));
        kind = Kind(BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(ModeOffset)));
        return true;
    }

    private static FileKind Kind(int mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0xA000 => FileKind.Link,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        _ => FileKind.Device,
    };

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Call(int folder, byte[] path, int flags, uint mask, byte[] buffer);
}
