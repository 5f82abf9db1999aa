using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>minLength</c> and <c>maxLength</c>, in characters (code points).</summary>
internal sealed class LengthKeyword(string name, long bound) : Keyword
{
    private readonly bool _upper = name.StartsWith("max", StringComparison.Ordinal);

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        if (!run.Spend(ValueSize.Of(value)))
        {
            return false;
        }

        long length = StringLength.Of(value);
        if (_upper ? length <= bound : length >= bound)
        {
            return true;
        }

        string most = _upper ? "at most" : "at least";
        return run.Reporting && run.Report(name, $"must have {most} {Quote.Count(bound, "character", "characters")}, got {length}");
    }
}
