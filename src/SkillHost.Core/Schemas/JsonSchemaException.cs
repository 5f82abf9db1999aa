namespace SkillHost.Schemas;

/// <summary>A schema that cannot be compiled.</summary>
/// <param name="problems">Everything wrong with it; paths are JSON Pointers into the schema.</param>
public sealed class JsonSchemaException(IReadOnlyList<SchemaViolation> problems)
    : Exception(string.Join("; ", problems.Select(p => $"{(p.InstancePath.Length == 0 ? "the schema" : p.InstancePath)}: '{p.Keyword}' {p.Message}")))
{
    /// <summary>Everything wrong with it, at least one.</summary>
    public IReadOnlyList<SchemaViolation> Problems { get; } = problems;
}
