using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>dependentSchemas</c>.</summary>
internal sealed class DependentSchemasKeyword(IReadOnlyDictionary<string, SchemaNode> schemas) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => schemas.Values;

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool holds = run.Spend(schemas.Count * (long)value.GetPropertyCount());
        foreach ((string name, SchemaNode schema) in schemas)
        {
            holds &= !value.TryGetProperty(name, out _) || schema.Holds(value, run, marks);
            if (!holds && !run.Continues)
            {
                return false;
            }
        }

        return holds;
    }
}
