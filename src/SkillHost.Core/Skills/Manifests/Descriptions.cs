using System.Text;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads texts that a model sees: one paragraph, everything in it visible.</summary>
internal static class Descriptions
{
    private const int MaximumLength = 1024;
    private const string Form = "one paragraph of 1 to 1024 characters";

    /// <summary>The text without the line break a block ends with; empty, with a problem, when it is missing or wrong.</summary>
    public static string Read(Section section, string key, YamlNode? node)
    {
        string? text = Values.Text(section, key, node, Form)?.TrimEnd('\n');
        if (text is null)
        {
            return "";
        }

        int length = text.EnumerateRunes().Count();
        int hidden = HiddenCharacters.IndexIn(text, lines: false, out Rune found);
        if (hidden >= 0)
        {
            section.Fail(key, found.Value == '\n' ? "a line break" : $"the character {Shown.CodePoint(found)}", Wanted(found));
        }
        else if (length > MaximumLength || string.IsNullOrWhiteSpace(text))
        {
            section.Fail(key, length > MaximumLength ? $"{length} characters" : Shown.Text(text), Form);
        }

        return text;
    }

    private static string Wanted(Rune found) => found.Value == '\n'
        ? $"{Form}; a block that begins with > joins its lines"
        : "text without control, zero-width or direction characters";
}
