using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>$ref</c>, and <c>$dynamicRef</c> where it can only mean one schema.</summary>
internal sealed class RefKeyword(SchemaNode target) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => [target];

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks) => target.Holds(value, run, marks);
}
