using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.Functions;

namespace SkillHost.Mcp;

/// <summary>
/// How a function's JSON result stands in <c>structuredContent</c>. Revisions before 2026-07-28 want an object there: a result that is not
/// always one is put into the property <c>result</c> of an object, or, where its schema refers to parts of itself and so cannot be moved,
/// is left to the text.
/// </summary>
internal sealed class ResultShape
{
    private const string Inner = "result";

    private ResultShape(JsonElement? schema, bool wraps, bool free) => (Schema, Wraps, Free) = (schema, wraps, free);

    /// <summary>The schema a client is told, or null.</summary>
    public JsonElement? Schema { get; }

    private bool Wraps { get; }

    private bool Free { get; }

    /// <summary>The shape for a client of <paramref name="revision"/>.</summary>
    public static ResultShape Of(SkillFunction function, string? revision)
    {
        if (function.ReturnJsonSchema is not { } schema)
        {
            return new ResultShape(null, wraps: false, free: true);
        }

        if (ProtocolRevisions.IsStateless(revision) || IsObject(schema))
        {
            return new ResultShape(schema, wraps: false, free: false);
        }

        return RefersToItself(schema)
            ? new ResultShape(null, wraps: false, free: true)
            : new ResultShape(Wrap(schema), wraps: true, free: false);
    }

    /// <summary>The value as it stands there, or null where it does not.</summary>
    public JsonElement? Put(JsonElement? value) => value switch
    {
        null => null,
        { } given when Wraps => JsonSerializer.SerializeToElement(new JsonObject { [Inner] = NodeOf(given) }),
        { ValueKind: JsonValueKind.Object } given => given,
        _ => Free ? null : value,
    };

    private static JsonElement Wrap(JsonElement schema) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray(Inner),
        ["properties"] = new JsonObject { [Inner] = NodeOf(schema) },
    });

    private static JsonNode? NodeOf(JsonElement element) => JsonNode.Parse(element.GetRawText());

    private static bool IsObject(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out JsonElement type)
        && type.ValueKind == JsonValueKind.String && type.ValueEquals("object");

    private static bool RefersToItself(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().Any(property =>
            property.Name is "$ref" or "$dynamicRef" or "$id" || RefersToItself(property.Value)),
        JsonValueKind.Array => schema.EnumerateArray().Any(RefersToItself),
        _ => false,
    };
}
