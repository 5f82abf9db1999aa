using SkillHost.Schemas.Keywords;

namespace SkillHost.Schemas.Compilation;

/// <summary>Everything wrong with a schema, up to a bound.</summary>
internal sealed class ProblemList
{
    private const int MaxProblems = 64;
    private readonly List<Miss> _problems = [];

    /// <summary>The problems, in the order found.</summary>
    public IReadOnlyList<Miss> All => _problems;

    /// <summary>Adds a problem with a keyword of the schema at <paramref name="pointer"/>.</summary>
    public void Add(SchemaDocument document, string pointer, string keyword, string message)
    {
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(new Miss(document.Place(pointer), 0, keyword, message));
        }
    }
}
