using SkillHost.Skills;

namespace SkillHost.Images.Contexts;

/// <summary>Refuses symbolic links that lead out of their context, by whatever way.</summary>
internal static class LinkRules
{
    private const int MaxLinks = 40;

    /// <summary>Adds a failure for every link that leads out or round in a circle.</summary>
    public static void Check(string name, IReadOnlyDictionary<string, FolderItem> items, ICollection<SkillFailure> failures)
    {
        foreach ((string path, FolderItem item) in items)
        {
            if (item.LinkTarget is { } target && Leads(path, items) is { } where)
            {
                failures.Add(new SkillFailure
                {
                    File = SafeText.Seen($"{name}/{path}"),
                    Seen = SafeText.Seen($"a link to {target}, which leads {where}"),
                    Wanted = "links that stay inside the skill's folder",
                });
            }
        }
    }

    // Follows the link as a kernel would, element by element, with the context as the root.
    private static string? Leads(string link, IReadOnlyDictionary<string, FolderItem> items)
    {
        List<string> at = [];
        var ahead = new Stack<string>(link.Split('/').Reverse());
        int links = 0;
        while (ahead.TryPop(out string? part))
        {
            if (part == ".." && at.Count == 0)
            {
                return "out of the folder";
            }

            if (part == "..")
            {
                at.RemoveAt(at.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                at.Add(part);
                if (items.TryGetValue(string.Join('/', at), out FolderItem? item) && item.LinkTarget is { } target)
                {
                    if (++links > MaxLinks)
                    {
                        return "round in a circle";
                    }

                    if (target.StartsWith('/'))
                    {
                        return "out of the folder";
                    }

                    at.RemoveAt(at.Count - 1);
                    PushAll(ahead, target);
                }
            }
        }

        return null;
    }

    private static void PushAll(Stack<string> ahead, string target)
    {
        foreach (string part in target.Split('/').Reverse())
        {
            ahead.Push(part);
        }
    }
}
