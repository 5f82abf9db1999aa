using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>dependentRequired</c>.</summary>
internal sealed class DependentRequiredKeyword(IReadOnlyDictionary<string, IReadOnlyList<string>> needs) : Keyword
{
    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        HashSet<string> present = [.. value.EnumerateObject().Select(p => p.Name)];
        bool holds = run.Spend(present.Count + needs.Count);
        foreach ((string name, IReadOnlyList<string> needed) in needs)
        {
            foreach (string missing in present.Contains(name) ? needed.Where(n => !present.Contains(n)) : [])
            {
                holds = run.Reporting && run.Report(
                    "dependentRequired", $"missing property {Quote.Name(missing)}, which property {Quote.Name(name)} needs");
            }
        }

        return holds;
    }
}
