using System.Globalization;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads single values of a section: each absent, or right, or a problem.</summary>
internal static class Values
{
    /// <summary>Text; null when it is not.</summary>
    public static string? Text(Section section, string key, YamlNode? node, string wanted)
    {
        if (node is null or YamlScalar { Type: YamlType.Text })
        {
            return (node as YamlScalar)?.Text;
        }

        string hint = node is YamlScalar { Type: YamlType.Boolean or YamlType.Integer } ? $"{wanted}, in quotes" : wanted;
        section.Context.Fail(node, section.At(key), hint);
        return null;
    }

    /// <summary>One of a few words, by position; null when absent or wrong.</summary>
    public static int? Choice(Section section, string key, params string[] words)
    {
        YamlNode? node = section.Optional(key);
        int at = node is YamlScalar { Type: YamlType.Text } scalar ? Array.IndexOf(words, scalar.Text) : -1;
        if (node is not null && at < 0)
        {
            string hint = node is YamlScalar other ? NearMiss.Hint(other.Text, words) : "";
            section.Context.Fail(node, section.At(key), OneOf(words) + hint);
        }

        return at < 0 ? null : at;
    }

    /// <summary>A truth value; null when absent or wrong.</summary>
    public static bool? Truth(Section section, string key)
    {
        YamlNode? node = section.Optional(key);
        if (node is YamlScalar { Type: YamlType.Boolean } scalar)
        {
            return scalar.Text[0] is 't' or 'T';
        }

        if (node is not null)
        {
            section.Context.Fail(node, section.At(key), "true or false");
        }

        return null;
    }

    /// <summary>A whole number within bounds; null when absent or wrong.</summary>
    public static int? Whole(Section section, string key, int least, int most)
    {
        YamlNode? node = section.Optional(key);
        if (node is YamlScalar { Type: YamlType.Integer } scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= least && value <= most)
        {
            return value;
        }

        if (node is not null)
        {
            section.Context.Fail(node, section.At(key), $"a whole number from {least} to {most}");
        }

        return null;
    }

    /// <summary>
    /// Items of a list with their paths; null when absent, and empty for <c>null</c> where <paramref name="nullIsEmpty"/>.
    /// </summary>
    public static IReadOnlyList<YamlNode>? List(Section section, string key, string wanted, bool nullIsEmpty = false)
    {
        YamlNode? node = section.Optional(key);
        if (node is null or YamlSequence)
        {
            return (node as YamlSequence)?.Items;
        }

        if (!nullIsEmpty || node is not YamlScalar { Type: YamlType.Null })
        {
            section.Context.Fail(node, section.At(key), wanted);
        }

        return [];
    }

    private static string OneOf(string[] words) => words.Length == 1 ? words[0] : string.Join(", ", words[..^1]) + " or " + words[^1];
}
