using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword(SchemaNode schema, JsonElement source) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => [schema];

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (!run.Silently(schema, value, null))
        {
            return true;
        }

        return run.Reporting && run.Report("not", $"must not match {Quote.Json(source)}, got {Quote.Value(value)}");
    }
}
