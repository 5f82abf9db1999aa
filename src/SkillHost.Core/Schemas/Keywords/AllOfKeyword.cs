using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => schemas;

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        bool holds = true;
        foreach (SchemaNode schema in schemas)
        {
            holds &= schema.Holds(value, run, marks);
            if (!holds && !run.Continues)
            {
                return false;
            }
        }

        return holds;
    }
}
