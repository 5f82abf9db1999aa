using System.Globalization;
using System.Text;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills;

/// <summary>Untrusted values as failures show them: cut, and with everything a terminal or reader could be fooled by escaped.</summary>
internal static class Shown
{
    private const int MaximumLength = 80;

    /// <summary>In quotes.</summary>
    public static string Text(string value) => '"' + Words(value) + '"';

    /// <summary>Without quotes; cut to <paramref name="length"/> characters.</summary>
    public static string Words(string value, int length = MaximumLength)
    {
        StringBuilder shown = new();
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (shown.Length >= length)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(HiddenCharacters.IsHidden(rune) ? $"<{CodePoint(rune)}>" : rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>A YAML value: a scalar's text in quotes, with its type where it is not text.</summary>
    public static string Node(YamlNode node) => node switch
    {
        YamlMapping => "a mapping",
        YamlSequence => "a list",
        YamlScalar { Type: YamlType.Null } => "nothing",
        YamlScalar { Type: YamlType.Text } scalar => Text(scalar.Text),
        YamlScalar { Type: YamlType.Boolean } scalar => $"{Words(scalar.Text)} (a truth value)",
        YamlScalar scalar => $"{Words(scalar.Text)} (a number)",
        _ => "nothing",
    };

    /// <summary>Such as <c>U+200B</c>.</summary>
    public static string CodePoint(Rune rune) => "U+" + rune.Value.ToString("X4", CultureInfo.InvariantCulture);
}
