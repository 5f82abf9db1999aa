namespace SkillHost.Schemas;

/// <summary>A schema that cannot be compiled.</summary>
/// <param name="problems">Everything wrong with it; paths are JSON Pointers into the schema.</param>
public sealed class JsonSchemaException(IReadOnlyList<SchemaViolation> problems)
    : Exception(string.Join("\n", problems.Select(Describe)))
{
    /// <summary>Everything wrong with it, at least one.</summary>
    public IReadOnlyList<SchemaViolation> Problems { get; } = problems;

    private static string Describe(SchemaViolation problem)
    {
        string place = problem.InstancePath.Length == 0 ? "the schema" : problem.InstancePath;
        return problem.Keyword.Length == 0 ? $"{place}: {problem.Message}" : $"{place}: '{problem.Keyword}' {problem.Message}";
    }
}
