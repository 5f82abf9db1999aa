using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.Functions;
using SkillHost.Schemas;

namespace SkillHost.SemanticKernel.Parameters;

/// <summary>The parameters of one function, taken from its input schema.</summary>
internal sealed class ParameterSet
{
    private readonly JsonSchema _each;

    private ParameterSet(IReadOnlyList<SkillParameter> all, bool takesMore, JsonSchema each)
    {
        (All, TakesMore, _each) = (all, takesMore, each);
    }

    /// <summary>In the schema's order.</summary>
    public IReadOnlyList<SkillParameter> All { get; }

    /// <summary>Whether the schema says what further arguments must look like, and so wants them.</summary>
    public bool TakesMore { get; }

    /// <summary>The parameters of <paramref name="function"/>. Throws where names differ only in letter case.</summary>
    public static ParameterSet Of(SkillFunction function)
    {
        JsonElement root = function.JsonSchema;
        SchemaProperties found = new(root);
        SkillParameter[] all = [.. found.Names.Select(n => new SkillParameter(n, found.Requires(n), Alone(found.Schemas(n), root, n)))];
        Refuse(function, all);
        JsonObject properties = [];
        foreach (SkillParameter parameter in all)
        {
            properties[parameter.Name] = JsonNode.Parse(parameter.Schema.GetRawText());
        }

        JsonElement each = JsonSerializer.SerializeToElement(new JsonObject { ["properties"] = properties });
        return new ParameterSet(all, found.TakesMore, JsonSchema.Compile(each));
    }

    /// <summary>Whether <paramref name="value"/> by itself meets what the parameter asks for.</summary>
    public bool Accepts(SkillParameter parameter, JsonElement value) =>
        _each.IsValid(JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [parameter.Name] = value }));

    /// <summary>A keyword of a schema as text: a string as it is, anything else as JSON, null where there is none.</summary>
    public static string? Annotation(JsonElement schema, string keyword)
    {
        bool has = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(keyword, out JsonElement _);
        JsonElement value = has ? schema.GetProperty(keyword) : default;
        return !has ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
    }

    private static JsonElement Alone(IReadOnlyList<JsonElement> schemas, JsonElement root, string name)
    {
        string path = SchemaPointer.Under("#/properties", name);
        JsonObject alone = schemas.Count switch
        {
            0 => [],
            1 => new SchemaInliner(root).Inline(schemas[0], path),
            _ => new JsonObject
            {
                ["anyOf"] = new JsonArray([.. schemas.Select((s, i) => new SchemaInliner(root).Inline(s, $"{path}/anyOf/{i}"))]),
            },
        };
        return JsonSerializer.SerializeToElement(alone);
    }

    private static void Refuse(SkillFunction function, SkillParameter[] all)
    {
        if (all.GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } same)
        {
            string names = string.Join(", ", same.Select(p => p.Name));
            throw new ArgumentException(
                $"{function.QualifiedName}: parameters {names}; a kernel needs names that differ in more than letter case",
                nameof(function));
        }
    }
}
