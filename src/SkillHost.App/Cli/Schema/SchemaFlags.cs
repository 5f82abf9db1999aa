using System.Text;
using System.Text.Json;
using SkillHost.App.Cli.Rendering;

namespace SkillHost.App.Cli.Schema;

/// <summary>The flags of a function: one for each property that its input schema names.</summary>
internal sealed class SchemaFlags
{
    private readonly List<SchemaFlag> _flags = [];

    private SchemaFlags(IEnumerable<SchemaFlag> flags) => _flags.AddRange(flags);

    /// <summary>All flags, in the order of the schema.</summary>
    public IReadOnlyList<SchemaFlag> All => _flags;

    /// <summary>
    /// The flags for <paramref name="schema"/>, but for names that the verb has itself (<paramref name="taken"/>, without hyphens):
    /// those are left to <c>--arg</c>.
    /// </summary>
    public static SchemaFlags Of(JsonElement schema, IReadOnlyCollection<string> taken)
    {
        if (!TryGetObject(schema, "properties", out JsonElement properties))
        {
            return new SchemaFlags([]);
        }

        string[] required = schema.TryGetProperty("required", out JsonElement names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(n => n.GetString() ?? "")]
            : [];
        HashSet<string> used = [.. taken, .. properties.EnumerateObject().Select(p => p.Name)];
        List<SchemaFlag> flags = [];
        foreach (JsonProperty property in properties.EnumerateObject())
        {
            string[] forms = [.. Forms(property.Name, taken, used)];
            if (forms.Length > 0)
            {
                flags.Add(Read(property.Name, property.Value) with { Names = forms, IsRequired = required.Contains(property.Name) });
            }
        }

        return new SchemaFlags(flags);
    }

    /// <summary>The flag called <paramref name="name"/>, without hyphens, or null.</summary>
    public SchemaFlag? Find(string name) => _flags.Find(f => f.Names.Contains(name));

    /// <summary>Lines of help, one a flag.</summary>
    public IEnumerable<string> Help()
    {
        string[] heads = [.. _flags.Select(f => f.IsSwitch ? $"--[no-]{f.Names[0]}" : $"--{f.Names[0]} <{f.Form}>")];
        int width = heads.Select(h => h.Length).DefaultIfEmpty(0).Max();
        return _flags.Zip(heads, (flag, head) =>
        {
            string note = flag.IsRequired ? " (required)" : flag.Default is { } value ? $" (default: {value})" : "";
            return SafeText.CleanLine($"{head.PadRight(width)}  {$"{flag.Description}{note}".TrimStart()}").TrimEnd();
        });
    }

    private static IEnumerable<string> Forms(string property, IReadOnlyCollection<string> taken, HashSet<string> used)
    {
        bool isPlain = property.Length > 0 && char.IsAsciiLetterOrDigit(property[0])
            && property.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
        if (!isPlain)
        {
            yield break;
        }

        if (Kebab(property) is var kebab && used.Add(kebab))
        {
            yield return kebab;
        }

        if (!taken.Contains(property))
        {
            yield return property;
        }
    }

    private static string Kebab(string name)
    {
        StringBuilder text = new();
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = char.IsAsciiLetterUpper(name[i]) && i > 0 && char.IsAsciiLetterLower(name[i - 1]);
            text.Append(startsWord ? "-" : "").Append(name[i] == '_' ? '-' : char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private static SchemaFlag Read(string property, JsonElement schema) => schema.ValueKind != JsonValueKind.Object
        ? new SchemaFlag { Property = property, Names = [property] }
        : new SchemaFlag
        {
            Property = property,
            Names = [property],
            Type = TypeOf(schema),
            Item = TypeOf(schema) == "array" && TryGetObject(schema, "items", out JsonElement items) ? Read(property, items) : null,
            Choices = schema.TryGetProperty("enum", out JsonElement choices) && choices.ValueKind == JsonValueKind.Array
                ? [.. choices.EnumerateArray()]
                : [],
            Description = TextOf(schema, "description"),
            Default = schema.TryGetProperty("default", out JsonElement value) ? value.GetRawText() : null,
        };

    private static string TextOf(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() ?? "" : "";

    private static string? TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out JsonElement type))
        {
            return schema.TryGetProperty("enum", out JsonElement choices) && choices.ValueKind == JsonValueKind.Array
                && choices.EnumerateArray().All(c => c.ValueKind == JsonValueKind.String) ? "string" : null;
        }

        string[] types = type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(t => t.GetString() ?? "").Where(t => t != "null")]
            : [type.GetString() ?? ""];
        return types is [var one] ? one : null;
    }

    private static bool TryGetObject(JsonElement schema, string name, out JsonElement value)
    {
        value = default;
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out value)
            && value.ValueKind == JsonValueKind.Object;
    }
}
