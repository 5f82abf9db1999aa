using SkillHost.Skills;

namespace SkillHost.Images.Contexts;

/// <summary>Refuses symbolic links that lead out of their context, by whatever way.</summary>
internal static class LinkRules
{
    private const int MaxLinks = 40;
    private const string Outside = "out of the folder";

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
                return Outside;
            }

            if (part == "..")
            {
                at.RemoveAt(at.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                at.Add(part);
                if (Target(at, items) is { } target)
                {
                    if (target.StartsWith('/') || ++links > MaxLinks)
                    {
                        return target.StartsWith('/') ? Outside : "round in a circle";
                    }

                    at.RemoveAt(at.Count - 1);
                    PushAll(ahead, target);
                }
            }
        }

        return null;
    }

    private static string? Target(List<string> path, IReadOnlyDictionary<string, FolderItem> items) =>
        items.TryGetValue(string.Join('/', path), out FolderItem? item) ? item.LinkTarget : null;

    private static void PushAll(Stack<string> ahead, string target)
    {
        foreach (string part in target.Split('/').Reverse())
        {
            ahead.Push(part);
        }
    }
}
