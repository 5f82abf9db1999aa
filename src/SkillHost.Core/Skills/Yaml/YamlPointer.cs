using System.Globalization;

namespace SkillHost.Skills.Yaml;

/// <summary>Follows a JSON Pointer (RFC 6901) through YAML, so that what is said of the JSON can be shown in the YAML.</summary>
internal static class YamlPointer
{
    /// <summary>The deepest node on the way of <paramref name="pointer"/>, and its path.</summary>
    public static YamlNode Follow(YamlNode root, string pointer, ref string path)
    {
        YamlNode at = root;
        foreach (string token in pointer.Split('/').Skip(1))
        {
            string key = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            (YamlNode? next, string nextPath) = Step(at, key, path);
            if (next is null)
            {
                break;
            }

            (at, path) = (next, nextPath);
        }

        return at;
    }

    private static (YamlNode? Node, string Path) Step(YamlNode at, string key, string path) => at switch
    {
        YamlMapping mapping => (mapping.Find(key)?.Value, YamlPath.Key(path, key)),
        YamlSequence list when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int i) && i < list.Items.Count =>
            (list.Items[i], YamlPath.Item(path, i)),
        _ => (null, path),
    };
}
