using System.Text.Json;
using SkillHost.Schemas.Keywords;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Compilation;

/// <summary>Reads the keywords of one schema object, and notes everything wrong with them.</summary>
internal sealed class SchemaReader
{
    private readonly SchemaCompiler _compiler;
    private readonly SchemaLocation _location;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);

    public SchemaReader(SchemaCompiler compiler, SchemaLocation location)
    {
        _compiler = compiler;
        _location = location;
        foreach (JsonProperty property in location.Element.EnumerateObject())
        {
            _values[property.Name] = property.Value;
        }
    }

    /// <summary>Vocabularies in force.</summary>
    public Dialect Dialect => _location.Resource.Dialect;

    /// <summary>The resource the schema belongs to.</summary>
    public SchemaResource Resource => _location.Resource;

    /// <summary>Names of all its properties.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Whether the keyword is there.</summary>
    public bool Has(string keyword) => _values.ContainsKey(keyword);

    /// <summary>The keyword's value as it stands, or null.</summary>
    public JsonElement? Value(string keyword) => _values.TryGetValue(keyword, out JsonElement value) ? value : null;

    /// <summary>Notes a problem.</summary>
    public void Problem(string keyword, string message) =>
        _compiler.Problems.Add(_location.Resource.Document, _location.Pointer, keyword, message);

    /// <summary>The keyword's value where it is of <paramref name="kind"/>; null, with a problem noted unless absent, otherwise.</summary>
    public JsonElement? Value(string keyword, JsonValueKind kind)
    {
        if (Value(keyword) is not { } value)
        {
            return null;
        }

        bool boolean = kind == JsonValueKind.True && value.ValueKind == JsonValueKind.False;
        if (value.ValueKind == kind || boolean)
        {
            return value;
        }

        string noun = kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.True => "true or false",
            _ => $"a {kind.ToString().ToLowerInvariant()}",
        };
        Problem(keyword, $"must be {noun}, got {Quote.Value(value)}");
        return null;
    }

    /// <summary>A count: an integer from 0, however it is written.</summary>
    public long? Count(string keyword)
    {
        if (Value(keyword) is not { } value)
        {
            return null;
        }

        bool number = value.ValueKind == JsonValueKind.Number && ExactNumber.IsInteger(value) && value.GetDouble() >= 0;
        if (!number)
        {
            Problem(keyword, $"must be an integer of at least 0, got {Quote.Value(value)}");
            return null;
        }

        return value.TryGetInt64(out long count) ? count : value.GetDouble() < long.MaxValue ? (long)value.GetDouble() : long.MaxValue;
    }

    /// <summary>A list of different strings.</summary>
    public IReadOnlyList<string>? Strings(string keyword) =>
        Value(keyword, JsonValueKind.Array) is { } list ? Strings(keyword, list) : null;

    /// <summary>The list of different strings <paramref name="value"/>, which stands in <paramref name="keyword"/>.</summary>
    public IReadOnlyList<string>? Strings(string keyword, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(i => i.ValueKind != JsonValueKind.String))
        {
            Problem(keyword, "must be a list of strings");
            return null;
        }

        string[] strings = [.. value.EnumerateArray().Select(i => i.GetString()!)];
        if (strings.Distinct(StringComparer.Ordinal).Count() != strings.Length)
        {
            Problem(keyword, "must not list a name twice");
        }

        return strings;
    }

    /// <summary>The keyword's schema.</summary>
    public SchemaNode? Schema(string keyword) => Value(keyword) is { } value ? _compiler.NodeAt(_location.Down(keyword, value)) : null;

    /// <summary>The keyword's list of schemas, at least one.</summary>
    public IReadOnlyList<SchemaNode>? Schemas(string keyword)
    {
        if (Value(keyword, JsonValueKind.Array) is not { } list)
        {
            return null;
        }

        if (list.GetArrayLength() == 0)
        {
            Problem(keyword, "must list at least one schema");
        }

        return [.. Subschemas.Of(_location, keyword, list).Select(_compiler.NodeAt)];
    }

    /// <summary>The keyword's schemas by name.</summary>
    public IReadOnlyDictionary<string, SchemaNode>? SchemaMap(string keyword)
    {
        if (Value(keyword, JsonValueKind.Object) is not { } map)
        {
            return null;
        }

        SchemaLocation at = _location.Down(keyword, map);
        Dictionary<string, SchemaNode> nodes = new(StringComparer.Ordinal);
        foreach (JsonProperty member in map.EnumerateObject())
        {
            nodes[member.Name] = _compiler.NodeAt(at.Down(member.Name, member.Value));
        }

        return nodes;
    }
}
