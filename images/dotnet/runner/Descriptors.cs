using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SkillHost.Runner;

/// <summary>Takes the protocol's streams away from the process: nothing else of it, and no child, finds them.</summary>
internal static class Descriptors
{
    private const int DuplicateForThisProcess = 1030;
    private const int AboveStandard = 3;

    /// <summary>What was standard input and output. Afterwards the first is empty, and the second goes to standard error.</summary>
    public static (FileStream Source, FileStream Target) Take()
    {
        FileStream source = Take(0, FileAccess.Read);
        FileStream target = Take(1, FileAccess.Write);
        using SafeFileHandle nothing = File.OpenHandle("/dev/null");
        _ = Dup2((int)nothing.DangerousGetHandle(), 0);
        _ = Dup2(2, 1);
        return (source, target);
    }

    private static FileStream Take(int descriptor, FileAccess access)
    {
        int taken = Fcntl(descriptor, DuplicateForThisProcess, AboveStandard);
        return taken >= AboveStandard
            ? new FileStream(new SafeFileHandle(taken, ownsHandle: true), access, bufferSize: 0)
            : throw new IOException($"descriptor {descriptor} is not open");
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fcntl(int descriptor, int command, int argument);

    [DllImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Dup2(int from, int to);
}
