using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>minItems</c>, <c>maxItems</c>, <c>minProperties</c> and <c>maxProperties</c>.</summary>
internal sealed class CountKeyword(string name, long bound) : Keyword
{
    private readonly bool _upper = name.StartsWith("max", StringComparison.Ordinal);
    private readonly JsonValueKind _kind = name.EndsWith("Items", StringComparison.Ordinal) ? JsonValueKind.Array : JsonValueKind.Object;

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != _kind)
        {
            return true;
        }

        int count = _kind == JsonValueKind.Array ? value.GetArrayLength() : value.GetPropertyCount();
        return (_upper ? count <= bound : count >= bound) || (run.Reporting && Report(count, run));
    }

    private bool Report(int count, Evaluation run)
    {
        string wanted = _kind == JsonValueKind.Array ? Quote.Count(bound, "item", "items") : Quote.Count(bound, "property", "properties");
        return run.Report(name, $"must have {(_upper ? "at most" : "at least")} {wanted}, got {count}");
    }
}
