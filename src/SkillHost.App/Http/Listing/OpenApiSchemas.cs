using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using SkillHost.App.Http.Serving;
using SkillHost.Invocations;

namespace SkillHost.App.Http.Listing;

/// <summary>Schemas that all functions share, made from the very types that are written.</summary>
internal static class OpenApiSchemas
{
    /// <summary>The schemas by name.</summary>
    public static JsonObject All() => new()
    {
        ["object"] = new JsonObject { ["type"] = "object" },
        ["result"] = Resource("result", InvocationJson.Options.GetJsonSchemaAsNode(typeof(InvocationResult))),
        ["problem"] = Resource("problem", InvocationJson.Options.GetJsonSchemaAsNode(typeof(Problem))),
    };

    private static JsonNode Resource(string name, JsonNode schema)
    {
        schema["$id"] = $"urn:skillhost:{name}";
        return schema;
    }
}
