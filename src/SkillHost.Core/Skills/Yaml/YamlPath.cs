using System.Buffers;
using System.Globalization;

namespace SkillHost.Skills.Yaml;

/// <summary>Paths such as <c>functions[0].limits.memory</c>; keys that are not plain words stand in quotes.</summary>
internal static class YamlPath
{
    private const int LongestWord = 64;

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$-");

    /// <summary>Path of a key within a mapping.</summary>
    public static string Key(string parent, string key)
    {
        bool word = key.Length is > 0 and <= LongestWord && !key.AsSpan().ContainsAnyExcept(WordCharacters);
        string shown = word ? key : $"[{Shown.Text(key)}]";
        return parent.Length == 0 || shown[0] == '[' ? parent + shown : $"{parent}.{shown}";
    }

    /// <summary>Path of an item within a list.</summary>
    public static string Item(string parent, int index) => parent + "[" + index.ToString(CultureInfo.InvariantCulture) + "]";
}
