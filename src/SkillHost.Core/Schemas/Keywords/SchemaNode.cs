using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary>One compiled schema or subschema. The compiler fills it once; after that it never changes.</summary>
internal sealed class SchemaNode(string location)
{
    /// <summary>Where it stands, such as <c>#/properties/count</c>.</summary>
    public string Location { get; } = location;

    /// <summary>The resource it belongs to; null where no dynamic reference can ask.</summary>
    public DynamicScope? Scope { get; set; }

    /// <summary>Rules, in the order in which their misses are best read.</summary>
    public IReadOnlyList<Keyword> Keywords { get; private set; } = [];

    /// <summary>The rules about what the others left unevaluated.</summary>
    public IReadOnlyList<Keyword> Unevaluated { get; private set; } = [];

    /// <summary>Whether it is the schema <c>false</c>, which nothing meets.</summary>
    public bool IsNever => Keywords is [NeverKeyword];

    /// <summary>Schemas that look at the same value.</summary>
    public IEnumerable<SchemaNode> InPlace => Keywords.SelectMany(k => k.InPlace);

    /// <summary>Sets the rules.</summary>
    public void Fill(IReadOnlyList<Keyword> keywords, IReadOnlyList<Keyword> unevaluated)
    {
        Keywords = [.. keywords];
        Unevaluated = [.. unevaluated];
    }

    /// <summary>Whether <paramref name="value"/> meets every rule.</summary>
    public bool Holds(JsonElement value, Evaluation run, Marks? marks)
    {
        if (!run.Enter(Scope))
        {
            return false;
        }

        bool holds = Unevaluated.Count == 0 ? HoldAll(Keywords, value, run, marks) : HoldsWithRest(value, run, marks);
        run.Leave(Scope);
        return holds;
    }

    private bool HoldsWithRest(JsonElement value, Evaluation run, Marks? marks)
    {
        // Fresh marks: what a neighbour of this schema evaluated is not evaluated here.
        Marks own = Marks.For(value);
        bool holds = HoldAll(Keywords, value, run, own);
        holds = (holds || run.Continues) && HoldAll(Unevaluated, value, run, own) && holds;
        marks?.Add(own);
        return holds;
    }

    private static bool HoldAll(IReadOnlyList<Keyword> keywords, JsonElement value, Evaluation run, Marks? marks)
    {
        bool holds = true;
        for (int i = 0; i < keywords.Count; i++)
        {
            if (!keywords[i].Holds(value, run, marks))
            {
                // What else a value of the wrong type misses is noise.
                if (!run.Continues || keywords[i] is TypeKeyword)
                {
                    return false;
                }

                holds = false;
            }
        }

        return holds;
    }
}
