using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.App.Http.Calls;
using SkillHost.Functions;

namespace SkillHost.App.Http.Listing;

/// <summary>The door as OpenAPI 3.1 describes it: one path for each function, with its own schemas.</summary>
internal static class OpenApiDocument
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    private static string Version =>
        typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>The document.</summary>
    public static JsonObject Of(IReadOnlyList<SkillFunction> functions) => new()
    {
        ["openapi"] = "3.1.0",
        ["info"] = new JsonObject
        {
            ["title"] = "SkillHost",
            ["version"] = Version,
        },
        ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
        ["paths"] = Paths(functions),
        ["components"] = new JsonObject
        {
            ["securitySchemes"] = new JsonObject { ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
            ["schemas"] = OpenApiSchemas.All(),
            ["responses"] = new JsonObject { ["refused"] = Answer("The request came to no call.", "application/problem+json", "problem") },
        },
    };

    private static JsonObject Paths(IReadOnlyList<SkillFunction> functions)
    {
        JsonObject paths = new()
        {
            ["/v1/functions"] = new JsonObject { ["get"] = Operation("listFunctions", "All functions, with their schemas.", "object") },
            ["/v1/skills"] = new JsonObject { ["get"] = Operation("listSkills", "All skills, and what is wrong with others.", "object") },
            ["/v1/sessions"] = new JsonObject
            {
                ["get"] = Operation("listSessions", "The caller's open sessions.", "object"),
                ["post"] = Operation("makeSession", "An id for a session, which begins with its first call.", "object", "201"),
            },
            ["/v1/sessions/{session}"] = new JsonObject
            {
                ["parameters"] = new JsonArray(Parameter("session", "path", "Id of the session.", required: true)),
                ["delete"] = Operation("endSession", "Ends a session of the caller.", null, "204"),
            },
        };
        foreach (SkillFunction function in functions)
        {
            paths[$"/v1/functions/{function.QualifiedName}/invocations"] = new JsonObject { ["post"] = Call(function) };
        }

        return paths;
    }

    private static JsonObject Call(SkillFunction function) => new()
    {
        ["operationId"] = function.Name,
        ["tags"] = new JsonArray(function.Callable.Skill.Name.Value),
        ["summary"] = function.Description,
        ["parameters"] = new JsonArray(
        [
            Parameter(SessionHeader.Name, "header", "The conversation that the call belongs to."),
            .. CallQuery.Names.Select(name => Parameter(name.Key, "query", name.Value)),
        ]),
        ["requestBody"] = new JsonObject
        {
            ["required"] = true,
            ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = Schema(function.JsonSchema, function, "input") } },
        },
        ["responses"] = Responses(function),
    };

    private static JsonObject Responses(SkillFunction function)
    {
        JsonObject own = new()
        {
            ["allOf"] = new JsonArray(Reference("schemas", "result")),
            ["properties"] = new JsonObject
            {
                ["value"] = new JsonObject
                {
                    ["anyOf"] = new JsonArray(
                        function.ReturnJsonSchema is { } output
                            ? Schema(output, function, "output")
                            : new JsonObject { ["type"] = "string" },
                        new JsonObject { ["type"] = "null" }),
                },
            },
        };
        JsonObject ran = new()
        {
            ["description"] = "The call ran; its status says how it ended.",
            ["content"] = new JsonObject
            {
                [Json] = new JsonObject { ["schema"] = own },
                [Events] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
            },
        };
        return new JsonObject
        {
            ["200"] = ran,
            ["400"] = Answer("The arguments miss the input schema.", Json, "result"),
            ["403"] = Answer("Policy refused the call.", Json, "result"),
            ["410"] = Answer("Its session is over.", Json, "result"),
            ["429"] = Answer("As many calls as allowed are running.", Json, "result"),
            ["503"] = Answer("The engine failed, or the host is stopping.", Json, "result"),
            ["default"] = Reference("responses", "refused"),
        };
    }

    private static JsonObject Operation(string id, string summary, string? schema, string status = "200") => new()
    {
        ["operationId"] = id,
        ["summary"] = summary,
        ["responses"] = new JsonObject
        {
            [status] = schema is null ? new JsonObject { ["description"] = "Done." } : Answer("Done.", Json, schema),
            ["default"] = Reference("responses", "refused"),
        },
    };

    private static JsonObject Answer(string description, string mediaType, string schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = Reference("schemas", schema) } },
    };

    private static JsonObject Parameter(string name, string place, string description, bool required = false) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = required,
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Reference(string kind, string name) => new() { ["$ref"] = $"#/components/{kind}/{name}" };

    /// <summary>A schema as a resource of its own, so that references in it lead where they led in the manifest.</summary>
    private static JsonNode Schema(JsonElement schema, SkillFunction function, string kind)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return JsonValue.Create(schema.ValueKind == JsonValueKind.True);
        }

        // Not null: an object.
        JsonObject copy = JsonObject.Create(schema.Clone())!;
        if (!copy.ContainsKey("$id"))
        {
            copy["$id"] = $"urn:skillhost:{function.QualifiedName}:{kind}";
        }

        return copy;
    }
}
