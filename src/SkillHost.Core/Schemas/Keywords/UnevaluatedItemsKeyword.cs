using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>unevaluatedItems</c>.</summary>
internal sealed class UnevaluatedItemsKeyword(SchemaNode schema) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Array || marks is null)
        {
            return true;
        }

        bool holds = true;
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (!run.Spend(1))
            {
                return false;
            }

            holds &= marks.Has(index) || (schema.IsNever ? Refuse(index, run) : run.Part(schema, item, new PathToken(null, index)));
            if (!holds && !run.Continues)
            {
                return false;
            }

            index++;
        }

        marks.AddAll();
        return holds;
    }

    private static bool Refuse(int index, Evaluation run) =>
        run.Reporting && run.Report("unevaluatedItems", $"item {index} is not allowed: no rule of the schema describes it");
}
