using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary>The schema <c>false</c>.</summary>
internal sealed class NeverKeyword : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks) =>
        run.Reporting && run.Report("false", $"no value is allowed here, got {Quote.Value(value)}");
}
