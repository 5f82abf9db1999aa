using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>prefixItems</c> with <c>items</c>.</summary>
internal sealed class ItemsKeyword(IReadOnlyList<SchemaNode> prefix, SchemaNode? rest) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        if (rest is { IsNever: true } && value.GetArrayLength() > prefix.Count)
        {
            return run.Reporting
                && run.Report("items", $"must have at most {Quote.Count(prefix.Count, "item", "items")}, got {value.GetArrayLength()}");
        }

        bool holds = true;
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            SchemaNode? schema = index < prefix.Count ? prefix[index] : rest;
            if (schema is null)
            {
                break;
            }

            holds &= run.Part(schema, item, new PathToken(null, index));
            if (!holds && !run.Continues)
            {
                return false;
            }

            index++;
        }

        Mark(marks, index);
        return holds;
    }

    private void Mark(Marks? marks, int looked)
    {
        if (rest is not null)
        {
            marks?.AddAll();
            return;
        }

        for (int i = 0; i < looked; i++)
        {
            marks?.Add(i);
        }
    }
}
