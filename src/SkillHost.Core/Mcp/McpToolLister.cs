using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SkillHost.Schemas;

namespace SkillHost.Mcp;

/// <summary>Asks a server for its tools, page by page, within bounds.</summary>
internal sealed class McpToolLister(McpConnection connection, McpLimits limits)
{
    private static readonly string[] Meaning = ["name", "title", "description", "inputSchema", "outputSchema", "annotations"];

    private readonly List<JsonElement> _tools = [];
    private readonly HashSet<string> _cursors = [];
    private long _bytes;

    /// <summary>All tools. Throws <see cref="McpException"/> for a list that breaks the protocol or a bound.</summary>
    public async Task<McpTools> ListAsync(CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            ReadOnlyMemory<byte> parameters = cursor is null
                ? "{}"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["cursor"] = cursor });
            cursor = Take(await connection.AskAsync("tools/list", parameters, cancellationToken));
        }
        while (cursor is not null);
        return new McpTools(_tools, HashOf(_tools));
    }

    private static string HashOf(List<JsonElement> tools)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string tool in tools.Select(Canonical).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(tool));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Everything of a tool that a model is told, its properties in ordinal order.</summary>
    private static string Canonical(JsonElement tool)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            writer.WriteStartObject();
            foreach (string name in Meaning)
            {
                if (tool.TryGetProperty(name, out JsonElement value))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
            {
                writer.WritePropertyName(property.Name);
                Write(writer, property.Value);
            }

            writer.WriteEndObject();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (JsonElement item in value.EnumerateArray())
            {
                Write(writer, item);
            }

            writer.WriteEndArray();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    /// <summary>Adds a page's tools and gives the cursor of the next.</summary>
    private string? Take(McpReply reply)
    {
        _bytes += reply.Result.Length;
        if (reply.Error is not null)
        {
            throw Refused($"could not list its tools (error {reply.Code})");
        }

        if (reply.DroppedBytes > 0 || _bytes > limits.ToolBytes)
        {
            throw Refused($"lists its tools in {Math.Max(reply.DroppedBytes, _bytes)} bytes, at most {limits.ToolBytes} are wanted");
        }

        StrictJsonResult read = StrictJson.Parse(reply.Result, limits.Depth);
        if (!read.IsOk || read.Value.Value is not { ValueKind: JsonValueKind.Object } page
            || !page.TryGetProperty("tools", out JsonElement tools) || tools.ValueKind != JsonValueKind.Array)
        {
            throw Refused($"lists its tools in JSON that {read.Error ?? "holds no list of tools"}");
        }

        _tools.AddRange(tools.EnumerateArray());
        if (_tools.Count > limits.Tools || _tools.Any(tool => tool.ValueKind != JsonValueKind.Object))
        {
            throw Refused($"lists {_tools.Count} tools, at most {limits.Tools} are wanted, each a JSON object");
        }

        return Next(page);
    }

    private string? Next(JsonElement page)
    {
        if (!page.TryGetProperty("nextCursor", out JsonElement next) || next.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        string? cursor = next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        return cursor is not null && _cursors.Add(cursor) && _cursors.Count < limits.Pages
            ? cursor
            : throw Refused($"lists its tools without an end, at most {limits.Pages} pages are wanted");
    }

    private static McpException Refused(string message) => new(McpFailure.Protocol, message);
}
