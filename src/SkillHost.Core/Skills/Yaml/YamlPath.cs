using System.Globalization;
using System.Text.RegularExpressions;

namespace SkillHost.Skills.Yaml;

/// <summary>Paths such as <c>functions[0].limits.memory</c>; keys that are not plain words stand in quotes.</summary>
internal static partial class YamlPath
{
    /// <summary>Path of a key within a mapping.</summary>
    public static string Key(string parent, string key)
    {
        string shown = Word().IsMatch(key) ? key : $"[{Shown.Text(key)}]";
        return parent.Length == 0 || shown[0] == '[' ? parent + shown : $"{parent}.{shown}";
    }

    /// <summary>Path of an item within a list.</summary>
    public static string Item(string parent, int index) => parent + "[" + index.ToString(CultureInfo.InvariantCulture) + "]";

    [GeneratedRegex(@"^[A-Za-z0-9_$-]{1,64}\z")]
    private static partial Regex Word();
}
