using System.Buffers.Text;
using SkillHost.Init.Native;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Files;

/// <summary>
/// Empties a place. Folders in folders are moved up before they are emptied themselves, so that no depth can exhaust the stack.
/// </summary>
internal static unsafe class FolderCleaner
{
    internal const int MaxRounds = 10_000;

    /// <summary>Whether the place is empty now.</summary>
    public static bool Empty(FilePlaces place)
    {
        var root = Place.Open(place);
        if (root < 0)
        {
            return false;
        }

        var round = 0;
        while (round++ < MaxRounds && RemoveSome(root, place, ref round))
        {
        }

        Fd.Close(ref root);
        return round <= MaxRounds;
    }

    /// <summary>Removes what is there now; false when there was nothing.</summary>
    private static bool RemoveSome(int root, FilePlaces place, ref int round)
    {
        var folder = Place.Open(place);
        var entries = new FolderEntries(folder);
        var any = false;
        while (round++ < MaxRounds && entries.TryNext(out var name))
        {
            any = true;
            Remove(root, name, ref round);
        }

        Fd.Close(ref folder);
        return any;
    }

    private static void Remove(int root, ReadOnlySpan<byte> name, ref int round)
    {
        var text = stackalloc byte[name.Length + 1];
        name.CopyTo(new Span<byte>(text, name.Length));
        text[name.Length] = 0;
        if (Libc.RemoveAt(root, text, 0) == 0)
        {
            return;
        }

        Libc.ChangeModeAt(root, text, 448, 0);
        var folder = Place.OpenFolder(root, name);
        if (folder >= 0)
        {
            var entries = new FolderEntries(folder);
            while (entries.TryNext(out var inner))
            {
                RemoveOrMoveUp(root, folder, inner, ref round);
            }

            Fd.Close(ref folder);
        }

        Libc.RemoveAt(root, text, Linux.RemoveFolder);
    }

    private static void RemoveOrMoveUp(int root, int folder, ReadOnlySpan<byte> name, ref int round)
    {
        var text = stackalloc byte[name.Length + 1];
        name.CopyTo(new Span<byte>(text, name.Length));
        text[name.Length] = 0;
        round++;
        if (Libc.RemoveAt(folder, text, 0) != 0)
        {
            Libc.ChangeModeAt(folder, text, 448, 0);
            var free = stackalloc byte[32];
            Utf8Formatter.TryFormat(round, new Span<byte>(free, 31), out var written);
            free[written] = (byte)'~';
            free[written + 1] = 0;
            Libc.RenameAt(folder, text, root, free);
        }
    }
}
