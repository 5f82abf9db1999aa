using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, in one pass.</summary>
internal sealed class MembersKeyword(
    IReadOnlyDictionary<string, SchemaNode> named, IReadOnlyList<PatternMember> patterned, SchemaNode? additional) : Keyword
{
    public override IEnumerable<string> KnownNames => named.Keys;

    public override bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool holds = true;
        int position = 0;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            holds &= Member(property, run, out bool looked) && run.Spend(1);
            if (!holds && !run.Continues)
            {
                return false;
            }

            if (looked)
            {
                marks?.Add(position);
            }

            position++;
        }

        return holds;
    }

    private bool Member(JsonProperty property, Evaluation run, out bool looked)
    {
        string name = property.Name;
        PathToken token = new(name, 0);
        looked = named.TryGetValue(name, out SchemaNode? schema);
        bool holds = schema is null || run.Part(schema, property.Value, token);
        foreach (PatternMember pattern in patterned)
        {
            if (run.Matches(pattern.Pattern, name))
            {
                looked = true;
                holds &= run.Part(pattern.Schema, property.Value, token);
            }
        }

        if (looked || additional is null)
        {
            return holds;
        }

        looked = true;
        return additional.IsNever ? run.Reporting && Refuse(name, run) : run.Part(additional, property.Value, token);
    }

    private bool Refuse(string name, Evaluation run)
    {
        List<string> allowed = [.. named.Where(n => !n.Value.IsNever).Select(n => n.Key)];
        IEnumerable<string> patterns = patterned.Select(p => $"names that match {Quote.Text(p.Pattern.Source)}");
        return run.Report("additionalProperties", UnknownName.Message(name, allowed, patterns));
    }
}
