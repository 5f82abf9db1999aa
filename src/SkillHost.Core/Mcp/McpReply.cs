using System.Text.Json;

namespace SkillHost.Mcp;

/// <summary>What a server answered.</summary>
public sealed record McpReply
{
    /// <summary>The result, as sent; empty with an error.</summary>
    public ReadOnlyMemory<byte> Result { get; init; }

    /// <summary>The error's message, as sent; null with a result.</summary>
    public string? Error { get; init; }

    /// <summary>The error's code; 0 with a result.</summary>
    public long Code { get; init; }

    /// <summary>Bytes of an answer that was dropped, since it was too long; 0 otherwise.</summary>
    public long DroppedBytes { get; init; }

    /// <summary>Whether it was the first that the server wrote after the question.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Whether the caller had given up before it came; what it says is of no use then.</summary>
    public bool GivenUp { get; init; }

    /// <summary>The answer in an error object.</summary>
    internal static McpReply OfError(ReadOnlyMemory<byte> error)
    {
        using var document = JsonDocument.Parse(error);
        JsonElement root = document.RootElement;
        bool whole = root.ValueKind == JsonValueKind.Object;
        string message = whole && root.TryGetProperty("message", out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? LenientText.Of(text) : "";
        long code = whole && root.TryGetProperty("code", out JsonElement number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt64(out long read) ? read : 0;
        return new McpReply { Error = message, Code = code };
    }
}
