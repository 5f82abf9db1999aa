using System.Text;
using System.Text.Json;

namespace SkillHost.App.Cli.Rendering;

/// <summary>JSON for people: whatever fits on a line stays on one.</summary>
internal static class PrettyJson
{
    /// <summary>The text of <paramref name="value"/>, with lines of at most <paramref name="width"/> columns where it can.</summary>
    public static string Format(JsonElement value, int width = 100)
    {
        StringBuilder text = new();
        Append(text, value, indent: 0, used: 0, width);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value, int indent, int used, int width)
    {
        string line = OneLine(value);
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || used + line.Length < width)
        {
            text.Append(line);
            return;
        }

        bool isObject = value.ValueKind == JsonValueKind.Object;
        text.Append(isObject ? '{' : '[');
        string separator = "\n";
        foreach ((string name, JsonElement child) in Children(value))
        {
            text.Append(separator).Append(' ', indent + 2).Append(name);
            Append(text, child, indent + 2, indent + 2 + name.Length, width);
            separator = ",\n";
        }

        text.Append('\n').Append(' ', indent).Append(isObject ? '}' : ']');
    }

    private static string OneLine(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when value.EnumerateObject().Any() =>
            $"{{ {string.Join(", ", Children(value).Select(c => c.Name + OneLine(c.Value)))} }}",
        JsonValueKind.Array => $"[{string.Join(", ", Children(value).Select(c => OneLine(c.Value)))}]",
        _ => Json.Compact(value),
    };

    private static IEnumerable<(string Name, JsonElement Value)> Children(JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject().Select(p => ($"{Json.Compact(p.Name)}: ", p.Value))
        : value.EnumerateArray().Select(item => ("", item));
}
