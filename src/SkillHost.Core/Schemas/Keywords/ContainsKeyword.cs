using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(SchemaNode schema, long least, long most) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        long found = 0;
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (run.Silently(schema, item, null))
            {
                found++;
                marks?.Add(index);
            }

            index++;
            if (run.Stopped is not null)
            {
                return false;
            }
        }

        return (found >= least && found <= most) || (run.Reporting && Report(found, run));
    }

    private bool Report(long found, Evaluation run)
    {
        bool few = found < least;
        string name = few ? (least == 1 ? "contains" : "minContains") : "maxContains";
        string wanted = Quote.Count(few ? least : most, "item that fits", "items that fit");
        return run.Report(name, $"must have {(few ? "at least" : "at most")} {wanted} 'contains', got {found}");
    }
}
