using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>uniqueItems</c>, in linear time.</summary>
internal sealed class UniqueItemsKeyword : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < 2)
        {
            return true;
        }

        if (!run.Spend(value.GetArrayLength() + ValueSize.Of(value)))
        {
            return false;
        }

        HashSet<JsonElement> seen = new(JsonValueComparer.Instance);
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (!seen.Add(item))
            {
                return run.Reporting && Report(value, item, seen.Count, run);
            }
        }

        return true;
    }

    private static bool Report(JsonElement array, JsonElement item, int second, Evaluation run)
    {
        int first = array.EnumerateArray().TakeWhile(i => !JsonElement.DeepEquals(i, item)).Count();
        return run.Report("uniqueItems", $"must have no equal items, but items {first} and {second} are both {Quote.Value(item)}");
    }
}
