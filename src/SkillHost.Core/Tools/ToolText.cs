using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SkillHost.Skills;

namespace SkillHost.Tools;

/// <summary>Looks at what a model would be told of a tool.</summary>
internal static partial class ToolText
{
    /// <summary>As one paragraph.</summary>
    public static string Paragraph(string text) => Blanks().Replace(text, " ").Trim();

    /// <summary>The first character that nobody would see, in any text within <paramref name="value"/>, or null.</summary>
    public static Rune? Hidden(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Hidden(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Select(Hidden).FirstOrDefault(found => found is not null),
        JsonValueKind.Object => value.EnumerateObject()
            .Select(property => Hidden(property.Name) ?? Hidden(property.Value)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static Rune? Hidden(string text) => HiddenCharacters.IndexIn(text, lines: true, out Rune found) >= 0 ? found : null;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
