using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class BoundKeyword(string name, JsonElement bound) : Keyword
{
    private readonly ExactNumber _bound = new(bound);
    private readonly bool _upper = name.EndsWith("aximum", StringComparison.Ordinal);
    private readonly bool _exclusive = name.StartsWith("exclusive", StringComparison.Ordinal);

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        int side = _upper ? -_bound.Compare(value) : _bound.Compare(value);
        return side > 0 || (side == 0 && !_exclusive) || (run.Reporting && Report(value, run));
    }

    private bool Report(JsonElement value, Evaluation run)
    {
        string relation = (_upper, _exclusive) switch
        {
            (true, true) => "less than",
            (true, false) => "at most",
            (false, true) => "more than",
            (false, false) => "at least",
        };
        return run.Report(name, $"must be {relation} {Quote.Json(bound)}, got {Quote.Json(value)}");
    }
}
