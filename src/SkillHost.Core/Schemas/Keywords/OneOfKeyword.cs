using System.Globalization;
using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>oneOf</c>.</summary>
internal sealed class OneOfKeyword(IReadOnlyList<SchemaNode> schemas) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => schemas;

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        List<int> met = [];
        for (int i = 0; i < schemas.Count; i++)
        {
            Marks? own = marks is null ? null : Marks.For(value);
            if (run.Silently(schemas[i], value, own))
            {
                met.Add(i + 1);
                marks?.Add(own!); // Never null here: it is made wherever marks is not.
            }
        }

        return met.Count switch
        {
            1 => true,
            0 => run.Reporting && Alternatives.Report("oneOf", schemas, value, run, marks),
            _ => run.Reporting && Report(met, run),
        };
    }

    private bool Report(List<int> met, Evaluation run)
    {
        string numbers = Quote.List([.. met.Select(n => n.ToString(CultureInfo.InvariantCulture))]);
        return run.Report("oneOf", $"must match exactly one of {schemas.Count} alternatives, but matches {met.Count}: numbers {numbers}");
    }
}
