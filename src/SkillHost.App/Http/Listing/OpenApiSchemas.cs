using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using SkillHost.App.Http.Serving;
using SkillHost.Invocations;

namespace SkillHost.App.Http.Listing;

/// <summary>Schemas that all functions share, made from the very types that are written.</summary>
internal static class OpenApiSchemas
{
    private static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true };

    /// <summary>The schemas by name.</summary>
    public static JsonObject All() => new()
    {
        ["object"] = new JsonObject { ["type"] = "object" },
        ["result"] = Resource("result", typeof(InvocationResult)),
        ["problem"] = Resource("problem", typeof(Problem)),
    };

    private static JsonNode Resource(string name, Type type)
    {
        // As written: what is read may also have numbers in quotes.
        JsonSerializerOptions written = new(InvocationJson.Options) { NumberHandling = JsonNumberHandling.Strict };
        JsonNode schema = written.GetJsonSchemaAsNode(type, Exporter);
        schema["$id"] = $"urn:skillhost:{name}";
        return schema;
    }
}
