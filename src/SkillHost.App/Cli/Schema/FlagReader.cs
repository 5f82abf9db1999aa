using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkillHost.App.Cli.Schema;

/// <summary>Reads a function's flags into its arguments.</summary>
/// <param name="flags">The flags.</param>
/// <param name="known">Options of the verb, with hyphens, to suggest from.</param>
/// <param name="readFileAsync">Gives the bytes of a file; throws <see cref="UsageException"/> where there are none.</param>
internal sealed class FlagReader(SchemaFlags flags, IEnumerable<string> known, Func<string, Task<byte[]>> readFileAsync)
{
    /// <summary>Adds what <paramref name="words"/> say to <paramref name="arguments"/>. Throws <see cref="UsageException"/>.</summary>
    public async Task ReadAsync(IReadOnlyList<string> words, JsonObject arguments)
    {
        HashSet<string> seen = [];
        Queue<string> rest = new(words);
        while (rest.TryDequeue(out string? word))
        {
            (SchemaFlag flag, string? value) = Find(word);
            value ??= flag.IsSwitch && !(rest.TryPeek(out string? next) && next is "true" or "false") ? "true"
                : rest.TryDequeue(out string? following) ? following
                : throw new UsageException($"{word}: wanted a value, {flag.Form}");
            JsonNode? node = await ParseAsync(flag, value);
            if (flag.Type == "array" && node is not JsonArray)
            {
                JsonArray items = seen.Add(flag.Property) ? [] : arguments[flag.Property] as JsonArray ?? [];
                items.Add(node);
                arguments[flag.Property] = items;
            }
            else if (seen.Add(flag.Property))
            {
                arguments[flag.Property] = node;
            }
            else
            {
                throw new UsageException($"{word}: given twice, wanted once");
            }
        }
    }

    private (SchemaFlag Flag, string? Value) Find(string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            throw new UsageException($"seen {word}, wanted an option; 'skillhost run <function> --help' shows the function's own");
        }

        string[] parts = word[2..].Split('=', 2);
        string? value = parts.Length == 2 ? parts[1] : null;
        if (flags.Find(parts[0]) is { } flag)
        {
            return (flag, value);
        }

        const string No = "no-";
        return value is null && parts[0].StartsWith(No, StringComparison.Ordinal)
            && flags.Find(parts[0][No.Length..]) is { IsSwitch: true } off
            ? (off, "false")
            : throw new UsageException(Suggestion.For("option", $"--{parts[0]}", [.. known, .. flags.All.Select(f => $"--{f.Names[0]}")]));
    }

    private async Task<JsonNode?> ParseAsync(SchemaFlag flag, string value)
    {
        string name = $"--{flag.Names[0]}";
        string text = value.StartsWith("@@", StringComparison.Ordinal) ? value[1..]
            : value.StartsWith('@') ? Encoding.UTF8.GetString(await readFileAsync(value[1..]))
            : value;
        return flag.Type switch
        {
            "string" => Choose(flag, JsonValue.Create(text), name, value),
            "array" when !text.TrimStart().StartsWith('[') => await ParseAsync(
                flag.Item is { } item ? item with { Names = flag.Names } : flag with { Type = null }, value),
            _ => Choose(flag, ParseJson(flag, text, name, value), name, value),
        };
    }

    private static JsonNode? ParseJson(SchemaFlag flag, string text, string name, string value)
    {
        try
        {
            JsonNode? node = JsonNode.Parse(text);
            return IsOf(flag.Type, node) ? node : throw Wrong(flag, name, value);
        }
        catch (JsonException)
        {
            // A property of any type takes plain words as text.
            return flag.Type is null ? JsonValue.Create(text) : throw Wrong(flag, name, value);
        }
    }

    private static JsonNode? Choose(SchemaFlag flag, JsonNode? node, string name, string value) =>
        flag.Choices.Count == 0 || flag.Choices.Any(c => JsonNode.DeepEquals(JsonNode.Parse(c.GetRawText()), node))
            ? node
            : throw Wrong(flag, name, value);

    private static bool IsOf(string? type, JsonNode? node) => type switch
    {
        "integer" => node?.GetValueKind() == JsonValueKind.Number
            && decimal.TryParse(node.ToJsonString(), out decimal number) && number % 1 == 0,
        "number" => node?.GetValueKind() == JsonValueKind.Number,
        "boolean" => node?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "array" => node is JsonArray,
        "object" => node is JsonObject,
        _ => true,
    };

    private static UsageException Wrong(SchemaFlag flag, string name, string value) =>
        new($"{name}: seen {Shorten(value)}, wanted {flag.Form}");

    private static string Shorten(string value) => value.Length <= 60 ? value : value[..60] + "…";
}
