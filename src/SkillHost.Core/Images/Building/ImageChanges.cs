using System.Security.Cryptography;
using System.Text;
using SkillHost.Images.Contexts;

namespace SkillHost.Images.Building;

/// <summary>Says why there is no image of what a folder is now.</summary>
internal static class ImageChanges
{
    private const int NamedFiles = 5;

    /// <summary>SHA-256, in hex, of a Dockerfile as the engine is given it.</summary>
    public static string HashOf(string dockerfile) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dockerfile)));

    /// <summary>What changed since the last good image, in one sentence.</summary>
    public static async Task<string> DescribeAsync(
        ImageRecord record,
        ImagePlan plan,
        InitBinary? init,
        IReadOnlyDictionary<string, StampedHash> files,
        ImageRun run,
        CancellationToken cancellationToken)
    {
        bool known = record.DockerfileHash.Length > 0;
        if (!known)
        {
            return "nothing is known here of an earlier build";
        }

        List<string> changes = [.. Files(record.Files, files)];
        if (init != null && record.InitHash != init.Hash)
        {
            changes.Add("process 1 changed");
        }

        if (changes.Count == 0 && record.DockerfileHash != HashOf(plan.Dockerfile))
        {
            changes.Add("an image it is built from changed");
        }

        return changes.Count > 0 ? string.Join("; ", changes)
            : await run.Images.FindTagAsync(plan.Tag, cancellationToken) != null
                || (record.Image is { } last && await run.Images.HasAsync(last.Id, cancellationToken))
                ? "a mode, a link or a setting of its build changed"
            : "its image is no longer on the engine";
    }

    private static IEnumerable<string> Files(
        IReadOnlyDictionary<string, StampedHash> before, IReadOnlyDictionary<string, StampedHash> now)
    {
        string[] changed = [.. now.Keys.Where(f => before.TryGetValue(f, out StampedHash? old) && old.Hash != now[f].Hash)];
        return new[]
        {
            Name("changed", changed),
            Name("added", [.. now.Keys.Except(before.Keys)]),
            Name("removed", [.. before.Keys.Except(now.Keys)]),
        }.Where(t => t.Length > 0);
    }

    private static string Name(string verb, string[] files)
    {
        IEnumerable<string> named = files.Order(StringComparer.Ordinal).Take(NamedFiles).Select(SafeText.Seen);
        string more = files.Length > NamedFiles ? $" and {files.Length - NamedFiles} more" : "";
        return files.Length == 0 ? "" : $"{verb} {string.Join(", ", named)}{more}";
    }
}
