using System.Text.Json;

namespace SkillHost.SemanticKernel.Parameters;

/// <summary>Collects the properties an object's schema knows, those of its branches (<c>allOf</c>, <c>anyOf</c>…) included.</summary>
internal sealed class SchemaProperties
{
    private const int MaxDepth = 8;
    private readonly JsonElement _root;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<JsonElement>> _schemas = new(StringComparer.Ordinal);
    private readonly HashSet<string> _required = new(StringComparer.Ordinal);

    public SchemaProperties(JsonElement root)
    {
        _root = root;
        Visit(root, always: true, depth: 0);
    }

    /// <summary>Names in the order in which they stand.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether the schema says what further properties must look like.</summary>
    public bool TakesMore { get; private set; }

    /// <summary>The different schemas given for a property; none where it is only required.</summary>
    public IReadOnlyList<JsonElement> Schemas(string name) => _schemas[name];

    /// <summary>Whether the property must always be there.</summary>
    public bool Requires(string name) => _required.Contains(name);

    private void Visit(JsonElement schema, bool always, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            return;
        }

        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            Visit(keyword, always, depth);
        }
    }

    private void Visit(JsonProperty keyword, bool always, int depth)
    {
        JsonElement value = keyword.Value;
        switch (keyword.Name)
        {
            case "properties" when value.ValueKind == JsonValueKind.Object:
                AddAll(value);
                break;
            case "required" when always && value.ValueKind == JsonValueKind.Array:
                Require(value);
                break;
            case "additionalProperties" or "unevaluatedProperties" when value.ValueKind is JsonValueKind.True or JsonValueKind.Object:
            case "patternProperties":
                TakesMore = true;
                break;
            case "$ref" when value.ValueKind == JsonValueKind.String && SchemaPointer.Find(_root, value.GetString() ?? "") is { } target:
                Visit(target, always, depth + 1);
                break;
            case "allOf" when value.ValueKind == JsonValueKind.Array:
                VisitAll(value, always, depth);
                break;
            case "anyOf" or "oneOf" when value.ValueKind == JsonValueKind.Array:
                VisitAll(value, always: false, depth);
                break;
            case "then" or "else":
                Visit(value, always: false, depth + 1);
                break;
        }
    }

    private void VisitAll(JsonElement branches, bool always, int depth)
    {
        foreach (JsonElement branch in branches.EnumerateArray())
        {
            Visit(branch, always, depth + 1);
        }
    }

    private void AddAll(JsonElement properties)
    {
        foreach (JsonProperty property in properties.EnumerateObject())
        {
            List<JsonElement> schemas = Add(property.Name);
            if (!schemas.Any(s => JsonElement.DeepEquals(s, property.Value)))
            {
                schemas.Add(property.Value);
            }
        }
    }

    private void Require(JsonElement names)
    {
        foreach (string name in names.EnumerateArray().Select(n => n.GetString() ?? ""))
        {
            Add(name);
            _required.Add(name);
        }
    }

    private List<JsonElement> Add(string name)
    {
        if (!_schemas.TryGetValue(name, out List<JsonElement>? schemas))
        {
            _names.Add(name);
            _schemas[name] = schemas = [];
        }

        return schemas;
    }
}
