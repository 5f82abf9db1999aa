using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>propertyNames</c>.</summary>
internal sealed class PropertyNamesKeyword(SchemaNode schema) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool holds = true;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            JsonElement name = JsonSerializer.SerializeToElement(property.Name);
            holds &= run.Reporting ? Report(property.Name, name, run) : schema.Holds(name, run, null);
            if (!holds && !run.Continues)
            {
                return false;
            }
        }

        return holds;
    }

    private bool Report(string name, JsonElement value, Evaluation run)
    {
        if (run.Apart(schema, value, null, out IReadOnlyList<Miss> misses))
        {
            return true;
        }

        string why = misses.Count == 0 ? "is not allowed" : misses[0].Message;
        return run.Report("propertyNames", $"property name {Quote.Name(name)}: {why}");
    }
}
