using System.Runtime.InteropServices;

namespace SkillHost.Init.Processes;

/// <summary>Finds a program along <c>PATH</c> as a shell would.</summary>
internal static unsafe class ProgramPath
{
    internal const int MaxBytes = 4096;

    public static bool HasSlash(byte* program) => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(program).Contains((byte)'/');

    /// <summary>Value of <c>PATH</c> in that environment, or what systems use without one.</summary>
    public static ReadOnlySpan<byte> Find(byte** environment)
    {
        for (; *environment is not null; environment++)
        {
            var entry = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(*environment);
            if (entry.StartsWith("PATH="u8))
            {
                return entry["PATH=".Length..];
            }
        }

        return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"u8;
    }

    /// <summary>
    /// Writes the next candidate, zero-terminated; false when there is none left. A candidate too long for a path is left out.
    /// </summary>
    public static bool TryNext(ref ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, Span<byte> candidate, out bool relative)
    {
        relative = false;
        while (path.Length > 0)
        {
            var end = path.IndexOf((byte)':');
            var folder = end < 0 ? path : path[..end];
            path = end < 0 ? [] : path[(end + 1)..];
            if (folder.IsEmpty || folder.Length + name.Length + 2 > candidate.Length)
            {
                continue;
            }

            folder.CopyTo(candidate);
            candidate[folder.Length] = (byte)'/';
            name.CopyTo(candidate[(folder.Length + 1)..]);
            candidate[folder.Length + 1 + name.Length] = 0;
            relative = folder[0] != '/';
            return true;
        }

        return false;
    }
}
