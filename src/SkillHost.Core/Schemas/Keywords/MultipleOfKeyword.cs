using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>multipleOf</c>.</summary>
internal sealed class MultipleOfKeyword(JsonElement source, ExactDivisor divisor) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Number || divisor.Divides(value))
        {
            return true;
        }

        return run.Reporting && run.Report("multipleOf", $"must be a multiple of {Quote.Json(source)}, got {Quote.Json(value)}");
    }
}
