using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>if</c> with <c>then</c> and <c>else</c>.</summary>
internal sealed class IfKeyword(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => new[] { condition, then, otherwise }.OfType<SchemaNode>();

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        Marks? own = marks is null ? null : Marks.For(value);
        bool met = run.Silently(condition, value, own);
        if (met)
        {
            marks?.Add(own!); // Never null here: it is made wherever marks is not.
        }

        return (met ? then : otherwise)?.Holds(value, run, marks) ?? true;
    }
}
