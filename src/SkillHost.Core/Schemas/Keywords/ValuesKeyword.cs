using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal sealed class ValuesKeyword(string name, IReadOnlyList<JsonElement> values) : Keyword
{
    private readonly HashSet<JsonElement> _values = new(values, JsonValueComparer.Instance);

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (!run.Spend(ValueSize.Of(value)))
        {
            return false;
        }

        return _values.Contains(value) || (run.Reporting && Report(value, run));
    }

    private bool Report(JsonElement value, Evaluation run)
    {
        string[] wanted = [.. values.Select(Quote.Json)];
        string got = Quote.Value(value);
        string? meant = value.ValueKind == JsonValueKind.String && values.Count > 1
            ? Spelling.Nearest(value.GetString()!, values.Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!))
            : null;
        string hint = meant is null ? "" : $" (did you mean \"{Quote.Text(meant)}\"?)";
        return run.Report(name, $"must be {Quote.Either(wanted)}, got {got}{hint}", wanted, got);
    }
}
