using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>required</c>.</summary>
internal sealed class RequiredKeyword(IReadOnlyList<string> names) : Keyword
{
    // Above this, one pass that collects the names is sooner than a search for each.
    private const int MaxSearches = 16;

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        if (!run.Spend(names.Count + value.GetPropertyCount()))
        {
            return false;
        }

        HashSet<string>? present = names.Count > MaxSearches ? [.. value.EnumerateObject().Select(p => p.Name)] : null;
        bool holds = true;
        for (int i = 0; i < names.Count; i++)
        {
            bool found = present?.Contains(names[i]) ?? value.TryGetProperty(names[i], out _);
            holds &= found || (run.Reporting && run.Report("required", $"missing required property {Quote.Name(names[i])}"));
            if (!holds && !run.Continues)
            {
                return false;
            }
        }

        return holds;
    }
}
