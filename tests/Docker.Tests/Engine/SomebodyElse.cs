using System.Runtime.InteropServices;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>Acts on files as an ordinary user, in a thread of its own: the kernel keeps that identity for each thread.</summary>
internal static partial class SomebodyElse
{
    private const uint Nobody = 65534;

    public static T Do<T>(Func<T> act)
    {
        T? result = default;
        var thread = new Thread(() =>
        {
            _ = SetFileSystemUser(Nobody);
            result = act();
        });
        thread.Start();
        thread.Join();
        return result!; // set by the thread, which has ended
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
