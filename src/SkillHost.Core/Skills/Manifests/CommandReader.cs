using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads <c>command</c>: a program and its arguments, each a text of its own, no shell involved.</summary>
internal static class CommandReader
{
    private const int MaximumWords = 64;
    private const int MaximumLength = 4096;
    private const string Form = "a list such as [\"python3\", \"main.py\"]: 1 to 64 texts, the program first";

    /// <summary>The words; empty, with a problem, when they are missing or wrong.</summary>
    public static IReadOnlyList<string> Read(Section section, bool required) =>
        Read(section, "command", required ? section.Required("command", Form) : section.Optional("command"));

    /// <summary>The words of another key; empty where it is absent, or, with a problem, wrong.</summary>
    public static IReadOnlyList<string> Read(Section section, string key) => Read(section, key, section.Optional(key));

    private static List<string> Read(Section section, string key, YamlNode? node)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not YamlSequence { Items.Count: > 0 and <= MaximumWords } list)
        {
            section.Context.Fail(node, section.At(key), node is YamlSequence s ? $"{s.Items.Count} texts" : Shown.Node(node), Form);
            return [];
        }

        List<string> words = [];
        for (int i = 0; i < list.Items.Count; i++)
        {
            string path = YamlPath.Item(section.At(key), i);
            if (list.Items[i] is not YamlScalar { Type: YamlType.Text } word)
            {
                section.Context.Fail(list.Items[i], path, list.Items[i] is YamlScalar ? "text, in quotes" : "text");
            }
            else if (Misses(word.Text, program: i == 0) is { } wanted)
            {
                section.Context.Fail(word, path, wanted);
            }
            else
            {
                words.Add(word.Text);
            }
        }

        return words;
    }

    private static string? Misses(string word, bool program) =>
        word.Contains('\0', StringComparison.Ordinal) ? "text without the character U+0000"
        : word.Length > MaximumLength ? $"at most {MaximumLength} characters"
        : program && (string.IsNullOrWhiteSpace(word) || HiddenCharacters.IndexIn(word, lines: false, out _) >= 0)
            ? "the name or path of a program"
        : null;
}
