using System.Text.Json;
using SkillHost.Schemas;
using SkillHost.Schemas.Compilation;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads <c>inputSchema</c> and <c>outputSchema</c>, and compiles them, so that a wrong schema is found at load.</summary>
internal static class SchemaReader
{
    /// <summary>Characters shown of what a schema's compiler or validator says, which may repeat what the manifest says.</summary>
    public const int MessageLength = 240;

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
            context.Fail(
                type?.Value ?? mapping, at, type is null ? "nothing" : Shown.Node(type.Value),
                "object, since arguments are always an object");
        }

        JsonElement source = YamlJson.Convert(node, path, context.Problems, visibleOnly: true);
        return new ReadSchema(source, Compile(source, mapping, path, context));
    }

    private static JsonSchema? Compile(JsonElement source, YamlMapping node, string path, ManifestContext context)
    {
        try
        {
            var schema = JsonSchema.Compile(source);
            RefuseUnknown(schema.IgnoredKeywords, node, path, context);
            return schema;
        }
        catch (JsonSchemaException e)
        {
            foreach (SchemaViolation problem in e.Problems)
            {
                string at = path;
                YamlNode place = YamlPointer.Follow(node, $"{problem.InstancePath}/{problem.Keyword}", ref at);
                context.Fail(place, at, Shown.Node(place), $"a JSON Schema, draft 2020-12: {Shown.Words(problem.Message, MessageLength)}");
            }

            return null;
        }
    }

    // A keyword that nobody knows checks nothing; its author believes that it does.
    private static void RefuseUnknown(IReadOnlyList<string> pointers, YamlMapping node, string path, ManifestContext context)
    {
        foreach (string pointer in pointers)
        {
            string name = pointer[(pointer.LastIndexOf('/') + 1)..];
            if (name.StartsWith("x-", StringComparison.Ordinal))
            {
                continue;
            }

            string at = path;
            YamlNode place = YamlPointer.Follow(node, pointer, ref at);
            string hint = context.Problems.Full ? "" : NearMiss.Hint(name, KnownKeywords.Names);
            context.Fail(
                place, at, $"the unknown keyword {Shown.Text(name)}",
                $"a keyword of JSON Schema, draft 2020-12, or a name that begins with x-{hint}");
        }
    }
}
