using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>$dynamicRef</c> to a <c>$dynamicAnchor</c>: the schema meant is known only while walking.</summary>
internal sealed class DynamicRefKeyword(string anchor, SchemaNode target) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks) =>
        run.Resolve(anchor, target).Holds(value, run, marks);
}
