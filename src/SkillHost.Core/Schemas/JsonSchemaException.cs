namespace SkillHost.Schemas;

/// <summary>A schema that cannot be compiled.</summary>
/// <param name="problems">Everything wrong with it; each path is a place in the schema.</param>
public sealed class JsonSchemaException(IReadOnlyList<SchemaViolation> problems) : Exception(string.Join("; ", problems))
{
    /// <summary>Everything wrong with the schema.</summary>
    public IReadOnlyList<SchemaViolation> Problems { get; } = problems;
}
