using System.Globalization;
using System.Text.Json;

namespace SkillHost.Schemas.Compilation;

/// <summary>Lists the subschemas in a keyword's value.</summary>
internal static class Subschemas
{
    /// <summary>Places of the subschemas in <paramref name="value"/>; none where its shape is not the keyword's.</summary>
    public static IEnumerable<SchemaLocation> Of(SchemaLocation parent, string keyword, JsonElement value)
    {
        SchemaLocation at = parent.Down(keyword, value);
        return (KnownKeywords.ShapeOf(keyword), value.ValueKind) switch
        {
            (KeywordShape.Schema, _) => [at],
            (KeywordShape.SchemaList, JsonValueKind.Array) =>
                value.EnumerateArray().Select((item, index) => at.Down(index.ToString(CultureInfo.InvariantCulture), item)),
            (KeywordShape.SchemaMap, JsonValueKind.Object) => value.EnumerateObject().Select(member => at.Down(member.Name, member.Value)),
            _ => [],
        };
    }
}
