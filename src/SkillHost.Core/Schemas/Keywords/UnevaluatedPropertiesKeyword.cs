using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>unevaluatedProperties</c>.</summary>
internal sealed class UnevaluatedPropertiesKeyword(SchemaNode owner, SchemaNode schema) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object || marks is null)
        {
            return true;
        }

        bool holds = true;
        int position = 0;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!run.Spend(1))
            {
                return false;
            }

            holds &= marks.Has(position) || Member(property, run);
            if (!holds && !run.Continues)
            {
                return false;
            }

            position++;
        }

        marks.AddAll();
        return holds;
    }

    private bool Member(JsonProperty property, Evaluation run)
    {
        if (!schema.IsNever)
        {
            return run.Part(schema, property.Value, new PathToken(property.Name, 0));
        }

        return run.Reporting && run.Report("unevaluatedProperties", UnknownName.Message(property.Name, KnownToOwner(), []));
    }

    // Names of every schema that looks at the same object, alternatives included.
    private HashSet<string> KnownToOwner()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<SchemaNode> seen = [owner];
        Queue<SchemaNode> open = new(seen);
        while (open.TryDequeue(out SchemaNode? node))
        {
            names.UnionWith(node.Keywords.SelectMany(k => k.KnownNames));
            foreach (SchemaNode next in node.InPlace.Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        return names;
    }
}
