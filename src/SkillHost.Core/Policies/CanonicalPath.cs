using SkillHost.Skills.Files;

namespace SkillHost.Policies;

/// <summary>Follows every link on the way of a path. .NET resolves only the last part's.</summary>
internal static class CanonicalPath
{
    private const int MostLinks = 40;

    /// <summary>Null with the canonical path, or what is wrong in words that follow "the folder".</summary>
    public static string? Resolve(string path, out string canonical)
    {
        canonical = Path.GetPathRoot(path) ?? "/";
        Stack<string> ahead = new(Parts(path[canonical.Length..]));
        int links = 0;
        while (ahead.TryPop(out string? part))
        {
            if (part == "..")
            {
                canonical = Path.GetDirectoryName(canonical) ?? canonical;
                continue;
            }

            string next = Path.Combine(canonical, part);
            switch (FileKinds.Of(next))
            {
                case FileKind.Missing:
                    return "does not exist";
                case FileKind.Unreadable:
                    return "cannot be read";
                case FileKind.Link:
                    string target = new FileInfo(next).LinkTarget ?? "";
                    if (++links > MostLinks || target.Length == 0)
                    {
                        return "is reached by links that lead nowhere";
                    }

                    canonical = Path.IsPathFullyQualified(target) ? Path.GetPathRoot(target) ?? "/" : canonical;
                    foreach (string inner in Parts(Path.IsPathFullyQualified(target) ? target[canonical.Length..] : target))
                    {
                        ahead.Push(inner);
                    }

                    break;
                default:
                    canonical = next;
                    break;
            }
        }

        return null;
    }

    // Last part first, ready for a stack.
    private static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Where(part => part is not ("" or ".")).Reverse();
}
