using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>type</c>.</summary>
internal sealed class TypeKeyword(JsonTypes types) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (Allows(value))
        {
            return true;
        }

        return run.Reporting && Report(value, run);
    }

    private bool Allows(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => types.HasFlag(JsonTypes.Object),
        JsonValueKind.Array => types.HasFlag(JsonTypes.Array),
        JsonValueKind.String => types.HasFlag(JsonTypes.String),
        JsonValueKind.Number => types.HasFlag(JsonTypes.Number) || (types.HasFlag(JsonTypes.Integer) && ExactNumber.IsInteger(value)),
        JsonValueKind.True or JsonValueKind.False => types.HasFlag(JsonTypes.Boolean),
        JsonValueKind.Null => types.HasFlag(JsonTypes.Null),
        _ => false,
    };

    private bool Report(JsonElement value, Evaluation run)
    {
        string[] wanted = [.. Enum.GetValues<JsonTypes>().Where(t => types.HasFlag(t)).Select(Noun)];
        string got = Quote.Value(value);
        return run.Report("type", $"must be {Quote.Either(wanted)}, got {got}", wanted, got);
    }

    private static string Noun(JsonTypes type) => type switch
    {
        JsonTypes.Null => "null",
        JsonTypes.Object or JsonTypes.Array or JsonTypes.Integer => $"an {type.ToString().ToLowerInvariant()}",
        _ => $"a {type.ToString().ToLowerInvariant()}",
    };
}
