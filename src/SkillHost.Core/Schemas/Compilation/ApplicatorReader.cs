using System.Text.Json;
using SkillHost.Schemas.Keywords;

namespace SkillHost.Schemas.Compilation;

/// <summary>Reads the applicator vocabulary.</summary>
internal static class ApplicatorReader
{
    /// <summary>Reads every keyword of it.</summary>
    public static void Read(SchemaReader reader, List<Keyword> keywords)
    {
        ReadMembers(reader, keywords);
        if (reader.Schema("propertyNames") is { } names)
        {
            keywords.Add(new PropertyNamesKeyword(names));
        }

        ReadItems(reader, keywords);
        ReadAlternatives(reader, keywords);
        if (reader.Schema("not") is { } not)
        {
            keywords.Add(new NotKeyword(not, reader.Value("not")!.Value));
        }

        (SchemaNode? then, SchemaNode? otherwise) = (reader.Schema("then"), reader.Schema("else"));
        if (reader.Schema("if") is { } condition)
        {
            keywords.Add(new IfKeyword(condition, then, otherwise));
        }

        if (reader.SchemaMap("dependentSchemas") is { Count: > 0 } dependent)
        {
            keywords.Add(new DependentSchemasKeyword(dependent));
        }
    }

    private static void ReadMembers(SchemaReader reader, List<Keyword> keywords)
    {
        IReadOnlyDictionary<string, SchemaNode>? named = reader.SchemaMap("properties");
        SchemaNode? additional = reader.Schema("additionalProperties");
        List<PatternMember> patterned = [];
        foreach ((string source, SchemaNode schema) in reader.SchemaMap("patternProperties") ?? new Dictionary<string, SchemaNode>())
        {
            if (ValidationReader.Pattern(reader, "patternProperties", source) is { } pattern)
            {
                patterned.Add(new PatternMember(pattern, schema));
            }
        }

        if (named is not null || additional is not null || patterned.Count > 0)
        {
            keywords.Add(new MembersKeyword(named ?? new Dictionary<string, SchemaNode>(), patterned, additional));
        }
    }

    private static void ReadItems(SchemaReader reader, List<Keyword> keywords)
    {
        IReadOnlyList<SchemaNode>? prefix = reader.Schemas("prefixItems");
        bool list = reader.Value("items") is { ValueKind: JsonValueKind.Array };
        if (list)
        {
            reader.Problem("items", "must be one schema for all items; a schema for each position is 'prefixItems'");
        }

        SchemaNode? rest = list ? null : reader.Schema("items");
        if (prefix is not null || rest is not null)
        {
            keywords.Add(new ItemsKeyword(prefix ?? [], rest));
        }

        bool counted = reader.Dialect.Validation;
        long least = (counted ? reader.Count("minContains") : null) ?? 1;
        long most = (counted ? reader.Count("maxContains") : null) ?? long.MaxValue;
        if (reader.Schema("contains") is { } contains)
        {
            keywords.Add(new ContainsKeyword(contains, least, most));
        }
    }

    private static void ReadAlternatives(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.Schemas("allOf") is { } all)
        {
            keywords.Add(new AllOfKeyword(all));
        }

        if (reader.Schemas("anyOf") is { } any)
        {
            keywords.Add(new AnyOfKeyword(any));
        }

        if (reader.Schemas("oneOf") is { } one)
        {
            keywords.Add(new OneOfKeyword(one));
        }
    }
}
