using System.Text.Json;
using SkillHost.Schemas;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads <c>inputSchema</c> and <c>outputSchema</c>, and compiles them, so that a wrong schema is found at load.</summary>
internal static class SchemaReader
{
    /// <summary>The schema; null when it is no mapping. An input schema's root must say <c>type: object</c>.</summary>
    public static ReadSchema? Read(YamlNode? node, string path, ManifestContext context, bool input)
    {
        if (node is null)
        {
            return null;
        }

        context.Note(path, node);
        if (node is not YamlMapping mapping)
        {
            context.Fail(node, path, input ? "a JSON Schema whose root says type: object" : "a JSON Schema");
            return null;
        }

        if (input && mapping.Find("type")?.Value is not YamlScalar { Type: YamlType.Text, Text: "object" })
        {
            YamlEntry? type = mapping.Find("type");
            string at = YamlPath.Key(path, "type");
            context.Fail(type?.Value ?? mapping, at, type is null ? "nothing" : Shown.Node(type.Value), "object, since arguments are always an object");
        }

        JsonElement source = YamlJson.Convert(node, path, context.Problems, visibleOnly: true);
        return new ReadSchema(source, Compile(source, mapping, path, context));
    }

    private static JsonSchema? Compile(JsonElement source, YamlMapping node, string path, ManifestContext context)
    {
        try
        {
            return JsonSchema.Compile(source);
        }
        catch (JsonSchemaException e)
        {
            foreach (SchemaViolation problem in e.Problems)
            {
                string at = path;
                YamlNode place = YamlPointer.Follow(node, problem.InstancePath, ref at);
                context.Fail(place, at, Shown.Node(place), $"a JSON Schema, draft 2020-12: {Shown.Words(problem.Message)}");
            }

            return null;
        }
    }
}
