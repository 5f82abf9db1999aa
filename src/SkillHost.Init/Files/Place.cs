using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SkillHost.Init.Native;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Files;

/// <summary>Opens things below a place one part at a time, never through a link.</summary>
internal static unsafe class Place
{
    // The two flags differ between processors, unlike all others here.
    private static readonly bool _isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    private static readonly int _folderFlags =
        Linux.ReadOnly | Linux.CloseOnExec | DoNotFollow | (_isArm ? Linux.DirectoryArm : Linux.Directory);

    private static int DoNotFollow => _isArm ? Linux.DoNotFollowArm : Linux.DoNotFollow;

    /// <summary>The place's own folder; the descriptor, or minus the error.</summary>
    public static int Open(FilePlaces place) => place switch
    {
        FilePlaces.In => Fd.Open("/in\0"u8, _folderFlags),
        FilePlaces.Out => Fd.Open("/out\0"u8, _folderFlags),
        FilePlaces.Secrets => Fd.Open("/run/secrets\0"u8, _folderFlags),
        _ => throw new InitException($"the host named place {(int)place}, which is none"),
    };

    /// <summary>A folder in a folder; the descriptor, or minus the error.</summary>
    public static int OpenFolder(int parent, ReadOnlySpan<byte> name) => OpenAt(parent, name, _folderFlags, 0);

    /// <summary>A file in a folder, for reading; never waits, whatever it is.</summary>
    public static int OpenFile(int parent, ReadOnlySpan<byte> name) =>
        OpenAt(parent, name, Linux.ReadOnly | Linux.NonBlocking | Linux.CloseOnExec | DoNotFollow, 0);

    /// <summary>A new file in a folder, for writing, which only its owner may open.</summary>
    public static int CreateFile(int parent, ReadOnlySpan<byte> name) =>
        OpenAt(parent, name, Linux.WriteOnly | Linux.Create | Linux.Exclusive | Linux.CloseOnExec | DoNotFollow, 384);

    /// <summary>Goes down the folders of a path, making them where wanted; the last one's descriptor, or minus the error.</summary>
    public static int OpenParent(FilePlaces place, ReadOnlySpan<byte> path, bool make, out ReadOnlySpan<byte> name)
    {
        var folder = Open(place);
        var slash = path.IndexOf((byte)'/');
        while (folder >= 0 && slash >= 0)
        {
            var inner = Down(folder, path[..slash], make);
            Fd.Close(ref folder);
            folder = inner;
            path = path[(slash + 1)..];
            slash = path.IndexOf((byte)'/');
        }

        name = path;
        return folder;
    }

    /// <summary>Kind and size of a name in a folder, not of what it may link to, or with an empty name of a descriptor itself.</summary>
    public static bool TryStat(int folder, ReadOnlySpan<byte> name, out int kind, out long size)
    {
        var result = stackalloc byte[Linux.StatBytes];
        var text = stackalloc byte[name.Length + 1];
        name.CopyTo(new Span<byte>(text, name.Length));
        text[name.Length] = 0;
        var flags = name.IsEmpty ? Linux.OfDescriptor : Linux.OnlyThis;
        var known = Libc.Stat(folder, text, flags, Linux.TypeModeAndSize, result) == 0;
        var record = new ReadOnlySpan<byte>(result, Linux.StatBytes);
        kind = known ? BinaryPrimitives.ReadUInt16LittleEndian(record[28..]) & Linux.KindMask : 0;
        size = known ? BinaryPrimitives.ReadInt64LittleEndian(record[40..]) : 0;
        return known;
    }

    private static int Down(int folder, ReadOnlySpan<byte> name, bool make)
    {
        var text = stackalloc byte[name.Length + 1];
        name.CopyTo(new Span<byte>(text, name.Length));
        text[name.Length] = 0;
        if (make && Libc.MakeFolderAt(folder, text, 493) < 0 && Marshal.GetLastPInvokeError() != Linux.AlreadyThere)
        {
            return -Marshal.GetLastPInvokeError();
        }

        return OpenFolder(folder, name);
    }

    private static int OpenAt(int parent, ReadOnlySpan<byte> name, int flags, int mode)
    {
        var text = stackalloc byte[name.Length + 1];
        name.CopyTo(new Span<byte>(text, name.Length));
        text[name.Length] = 0;
        var fd = Libc.OpenAt(parent, text, flags, mode);
        return fd >= 0 ? fd : -Marshal.GetLastPInvokeError();
    }
}
