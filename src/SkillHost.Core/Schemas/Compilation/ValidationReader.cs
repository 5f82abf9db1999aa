using System.Text.Json;
using SkillHost.Schemas.Keywords;
using SkillHost.Schemas.Patterns;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Compilation;

/// <summary>Reads the validation vocabulary.</summary>
internal static class ValidationReader
{
    private const string Types = "string, integer, number, boolean, object, array or null";

    /// <summary>Reads every keyword of it but those that only go with <c>contains</c>.</summary>
    public static void Read(SchemaReader reader, List<Keyword> keywords)
    {
        ReadType(reader, keywords);
        ReadValues(reader, keywords);
        ReadNumbers(reader, keywords);
        foreach (string name in (ReadOnlySpan<string>)["minLength", "maxLength"])
        {
            Add(keywords, reader.Count(name) is { } bound ? new LengthKeyword(name, bound) : null);
        }

        if (reader.Value("pattern", JsonValueKind.String) is { } pattern)
        {
            Add(keywords, Pattern(reader, "pattern", pattern.GetString()!) is { } safe ? new PatternKeyword(safe) : null);
        }

        foreach (string name in (ReadOnlySpan<string>)["minItems", "maxItems", "minProperties", "maxProperties"])
        {
            Add(keywords, reader.Count(name) is { } bound ? new CountKeyword(name, bound) : null);
        }

        bool unique = reader.Value("uniqueItems", JsonValueKind.True) is { ValueKind: JsonValueKind.True };
        Add(keywords, unique ? new UniqueItemsKeyword() : null);
        Add(keywords, reader.Strings("required") is { Count: > 0 } names ? new RequiredKeyword(names) : null);
        ReadDependentRequired(reader, keywords);
    }

    /// <summary>Compiles a pattern; null with a problem noted when it cannot be.</summary>
    public static SafePattern? Pattern(SchemaReader reader, string keyword, string source)
    {
        try
        {
            return SafePattern.Create(source);
        }
        catch (PatternSyntaxException problem)
        {
            reader.Problem(keyword, $"must be a regular expression of ECMA-262: {Quote.Text(source)} {problem.Message}");
            return null;
        }
    }

    private static void Add(List<Keyword> keywords, Keyword? keyword)
    {
        if (keyword is not null)
        {
            keywords.Add(keyword);
        }
    }

    private static void ReadType(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.Value("type") is not { } value)
        {
            return;
        }

        JsonElement[] named = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        JsonTypes types = 0;
        foreach (JsonElement name in named)
        {
            JsonTypes type = name.ValueKind == JsonValueKind.String ? TypeOf(name.GetString()!) : 0;
            if (type == 0 || types.HasFlag(type))
            {
                reader.Problem("type", $"must be {Types}, or a list of these, got {Quote.Json(value)}");
                return;
            }

            types |= type;
        }

        if (types == 0)
        {
            reader.Problem("type", "must name at least one type");
        }

        keywords.Add(new TypeKeyword(types));
    }

    private static JsonTypes TypeOf(string name) => name switch
    {
        "string" => JsonTypes.String,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "boolean" => JsonTypes.Boolean,
        "object" => JsonTypes.Object,
        "array" => JsonTypes.Array,
        "null" => JsonTypes.Null,
        _ => 0,
    };

    private static void ReadValues(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.Value("const") is { } constant)
        {
            keywords.Add(new ValuesKeyword("const", [constant]));
        }

        if (reader.Value("enum", JsonValueKind.Array) is { } list)
        {
            keywords.Add(new ValuesKeyword("enum", [.. list.EnumerateArray()]));
        }
    }

    private static void ReadNumbers(SchemaReader reader, List<Keyword> keywords)
    {
        foreach (string name in (ReadOnlySpan<string>)["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"])
        {
            Add(keywords, reader.Value(name, JsonValueKind.Number) is { } bound ? new BoundKeyword(name, bound) : null);
        }

        if (reader.Value("multipleOf", JsonValueKind.Number) is not { } source)
        {
            return;
        }

        ExactDivisor? divisor = ExactDivisor.Create(source);
        Add(keywords, divisor is null ? null : new MultipleOfKeyword(source, divisor));
        if (divisor is null)
        {
            reader.Problem("multipleOf", $"must be above 0 with at most {ExactDivisor.MaxDigits} digits, got {Quote.Json(source)}");
        }
    }

    private static void ReadDependentRequired(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.Value("dependentRequired", JsonValueKind.Object) is not { } map)
        {
            return;
        }

        Dictionary<string, IReadOnlyList<string>> needs = new(StringComparer.Ordinal);
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            needs[entry.Name] = reader.Strings("dependentRequired", entry.Value) ?? [];
        }

        keywords.Add(new DependentRequiredKeyword(needs));
    }
}
