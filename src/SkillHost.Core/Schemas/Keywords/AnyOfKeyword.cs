using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>anyOf</c>.</summary>
internal sealed class AnyOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => schemas;

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        bool any = false;
        foreach (SchemaNode schema in schemas)
        {
            Marks? own = marks is null ? null : Marks.For(value);
            if (run.Silently(schema, value, own))
            {
                any = true;
                if (marks is null)
                {
                    return true;
                }

                marks.Add(own!); // Never null here: it is made wherever marks is not.
            }
        }

        return any || (run.Reporting && Alternatives.Report("anyOf", schemas, value, run, marks));
    }
}
