using System.Text.Json;
using SkillHost.Schemas.Patterns;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>pattern</c>.</summary>
internal sealed class PatternKeyword(SafePattern pattern) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.String || run.Matches(pattern, value.GetString()!))
        {
            return true;
        }

        return run.Reporting && run.Report("pattern", $"must match the pattern {Quote.Text(pattern.Source)}, got {Quote.Value(value)}");
    }
}
