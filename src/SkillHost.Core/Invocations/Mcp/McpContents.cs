using System.Buffers.Text;
using System.Text.Json;

namespace SkillHost.Invocations.Mcp;

/// <summary>Reads the content of a tool's result.</summary>
internal static class McpContents
{
    private const int LongestMediaType = 255;
    private const int LongestAddress = 8 * 1024;

    /// <summary>The pieces in order, or null with what is wrong.</summary>
    public static IReadOnlyList<InvocationContent>? Read(JsonElement result, out string wrong)
    {
        wrong = "";
        if (!result.TryGetProperty("content", out JsonElement content))
        {
            return [];
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            wrong = "has content that is no list";
            return null;
        }

        List<InvocationContent> pieces = [];
        foreach (JsonElement item in content.EnumerateArray())
        {
            if (Read(item) is not { } piece)
            {
                wrong = $"has a content[{pieces.Count}] that is no text, image, audio, resource or resource_link of the protocol";
                return null;
            }

            pieces.Add(piece);
        }

        return pieces;
    }

    private static InvocationContent? Read(JsonElement item)
    {
        string? type = item.ValueKind == JsonValueKind.Object ? Text(item, "type") : null;
        return type switch
        {
            "text" when Text(item, "text") is { } text => new InvocationContent(type, text),
            "image" or "audio" => Bytes(type, item, "data") is { MimeType: not null } piece ? piece : null,
            "resource_link" when Address(item) is { } uri && MediaTypeFits(item) => Link(type, item, uri),
            "resource" when item.TryGetProperty("resource", out JsonElement resource) && resource.ValueKind == JsonValueKind.Object
                && Address(resource) is { } uri => Resource(type, resource, uri),
            _ => null,
        };
    }

    private static InvocationContent Link(string type, JsonElement item, string uri) => new(type, Text(item, "description") ?? "")
    {
        Uri = uri,
        Name = Text(item, "name"),
        MimeType = Text(item, "mimeType"),
    };

    private static InvocationContent? Resource(string type, JsonElement resource, string uri) =>
        Text(resource, "text") is { } text && MediaTypeFits(resource)
            ? new InvocationContent(type, text) { Uri = uri, MimeType = Text(resource, "mimeType") }
            : Bytes(type, resource, "blob") is { } piece ? piece with { Uri = uri } : null;

    private static InvocationContent? Bytes(string type, JsonElement item, string name) =>
        Text(item, name) is { } data && Base64.IsValid(data) && MediaTypeFits(item)
            ? new InvocationContent(type, "") { Data = data, MimeType = Text(item, "mimeType") }
            : null;

    private static string? Address(JsonElement item) =>
        Text(item, "uri") is { Length: > 0 and <= LongestAddress } uri && !uri.Any(char.IsControl) ? uri : null;

    private static bool MediaTypeFits(JsonElement item) =>
        Text(item, "mimeType") is not { } type
        || (type.Length is > 0 and <= LongestMediaType && type.Contains('/', StringComparison.Ordinal)
            && type.All(c => c is > ' ' and < '\u007F' || c == ' '));

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
