using System.Runtime.InteropServices;
using System.Text.Json;
using SkillHost.Schemas.Compilation;
using SkillHost.Schemas.Keywords;

namespace SkillHost.Schemas;

/// <summary>
/// A compiled JSON Schema, draft 2020-12. Immutable and safe to share between threads. <c>format</c> is an annotation; nothing is
/// ever fetched; patterns are ECMA-262 and matched under a deadline; the work of one check is bounded by the value's size.
/// </summary>
public sealed class JsonSchema
{
    // Enough for any honest schema; a schema that doubles its work at every level runs out within a second.
    private const long StepsAtLeast = 1_000_000;
    private const long StepsPerByte = 64;
    private readonly SchemaNode _root;

    private JsonSchema(JsonElement source, SchemaNode root, IReadOnlyList<string> ignoredKeywords)
    {
        Source = source;
        _root = root;
        IgnoredKeywords = ignoredKeywords;
    }

    /// <summary>The schema as written.</summary>
    public JsonElement Source { get; }

    /// <summary>JSON Pointers of properties that are no keyword of the draft and so mean nothing; often misspelt keywords.</summary>
    public IReadOnlyList<string> IgnoredKeywords { get; }

    /// <summary>Compiles a schema. Throws <see cref="JsonSchemaException"/> with everything that is wrong.</summary>
    public static JsonSchema Compile(JsonElement schema) => Compile(schema, new Dictionary<Uri, JsonElement>());

    /// <summary>Compiles a schema that may refer to further <paramref name="documents"/> by their absolute URIs.</summary>
    public static JsonSchema Compile(JsonElement schema, IReadOnlyDictionary<Uri, JsonElement> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        SchemaCompiler compiler = new(documents);
        JsonElement source = schema.Clone();
        SchemaNode root = compiler.Compile(source);
        return compiler.Problems.All.Count == 0
            ? new JsonSchema(source, root, compiler.Ignored)
            : throw new JsonSchemaException([.. compiler.Problems.All.Select(Violation)]);
    }

    /// <summary>Whether <paramref name="instance"/> meets the schema.</summary>
    public bool IsValid(JsonElement instance) => Validate(instance, 1).Count == 0;

    /// <summary>
    /// Every way in which <paramref name="instance"/> misses the schema, at most <paramref name="limit"/> (from 1); empty when valid.
    /// </summary>
    public IReadOnlyList<SchemaViolation> Validate(JsonElement instance, int limit = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (instance.ValueKind == JsonValueKind.Undefined)
        {
            return [new SchemaViolation("", "", "there is no value")];
        }

        long budget = StepsAtLeast + (StepsPerByte * JsonMarshal.GetRawUtf8Value(instance).Length);
        try
        {
            // Most values are valid, so the first walk builds no paths and no messages.
            Evaluation quick = new(budget, 0);
            bool holds = _root.Holds(instance, quick, null);
            return quick.Stopped is { } reason ? [new SchemaViolation("", "", reason)] : holds ? [] : Explain(instance, budget, limit);
        }
        catch (InvalidOperationException)
        {
            // JSON text may escape half a surrogate pair; reading it as text is the only thing here that throws.
            return [new SchemaViolation("", "", "holds half a surrogate pair (\\uD800 to \\uDFFF) in a string, which is no text")];
        }
    }

    private IReadOnlyList<SchemaViolation> Explain(JsonElement instance, long budget, int limit)
    {
        Evaluation run = new(budget, limit);
        _root.Holds(instance, run, null);
        if (run.Stopped is not null || run.Misses.Count == 0)
        {
            return [new SchemaViolation("", "", run.Stopped ?? "does not match the schema")];
        }

        return [.. run.Misses.Select(Violation)];
    }

    private static SchemaViolation Violation(Miss miss) => new(miss.Path, miss.Keyword, miss.Message);
}
