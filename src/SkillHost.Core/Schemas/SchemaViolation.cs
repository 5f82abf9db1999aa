namespace SkillHost.Schemas;

/// <summary>One way in which a JSON value misses its schema, worded so that an agent can correct itself.</summary>
/// <param name="InstancePath">JSON Pointer (RFC 6901) of the value; empty for the root.</param>
/// <param name="Keyword">The schema keyword that was missed, such as <c>maximum</c>.</param>
/// <param name="Message">What was seen and what is wanted, such as "must be at most 100, got 500".</param>
public sealed record SchemaViolation(string InstancePath, string Keyword, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{(InstancePath.Length == 0 ? "the value" : InstancePath)}: {Message}";
}
