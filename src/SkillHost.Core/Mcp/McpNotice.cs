using System.Text;
using System.Text.Json;

namespace SkillHost.Mcp;

/// <summary>What a notification of a server says.</summary>
internal static class McpNotice
{
    private const int LongestMessage = 1024;

    /// <summary>Token, progress, total and message of a progress notification, or null where it is none.</summary>
    public static (long Token, double Progress, double? Total, string? Message)? Progress(ReadOnlyMemory<byte> body)
    {
        using JsonDocument? document = Parse(body);
        return document is not null && Find(document.RootElement, "progressToken") is { ValueKind: JsonValueKind.Number } token
            && token.TryGetInt64(out long id) && Number(document.RootElement, "progress") is { } progress
            ? (id, progress, Number(document.RootElement, "total"), Message(document.RootElement))
            : null;
    }

    /// <summary>The line a logging notification stands for, its end included, or null where it is none.</summary>
    public static byte[]? LogLine(ReadOnlyMemory<byte> body)
    {
        using JsonDocument? document = Parse(body);
        if (document is null || Find(document.RootElement, "data") is not { } data)
        {
            return null;
        }

        string level = Text(document.RootElement, "level") ?? "info";
        string? logger = Text(document.RootElement, "logger");
        string text = data.ValueKind == JsonValueKind.String ? LenientText.Of(data) : data.GetRawText();
        return Encoding.UTF8.GetBytes($"{level}{(logger is null ? "" : $" {logger}")}: {text}\n");
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        JsonDocument document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        return null;
    }

    private static JsonElement? Find(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value : null;

    private static string? Text(JsonElement root, string name) =>
        Find(root, name) is { ValueKind: JsonValueKind.String } value ? LenientText.Of(value) : null;

    private static double? Number(JsonElement root, string name) =>
        Find(root, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : null;

    private static string? Message(JsonElement root)
    {
        if (Text(root, "message") is not { } message)
        {
            return null;
        }

        StringBuilder text = new();
        foreach (Rune rune in message.EnumerateRunes().Take(LongestMessage))
        {
            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return text.ToString();
    }
}
