using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace SkillHost.Mcp;

/// <summary>Writes messages for a server: one line each.</summary>
internal static class McpMessages
{
    /// <summary>The newest revision this host speaks.</summary>
    public const string Revision = "2025-11-25";

    private static readonly string[] Revisions = ["2024-11-05", "2025-03-26", "2025-06-18", Revision];

    /// <summary>The parameters of the greeting.</summary>
    public static ReadOnlyMemory<byte> Greeting { get; } = Encoding.UTF8.GetBytes(
        $$$"""{"protocolVersion":"{{{Revision}}}","capabilities":{},"clientInfo":{"name":"skillhost","version":"1"}}""");

    /// <summary>What follows the server's own greeting.</summary>
    public static ReadOnlyMemory<byte> Initialized { get; } =
        """{"jsonrpc":"2.0","method":"notifications/initialized"}"""u8.ToArray().Append((byte)'\n').ToArray();

    /// <summary>Whether this host speaks <paramref name="revision"/>.</summary>
    public static bool Knows(string revision) => Revisions.Contains(revision);

    /// <summary>A question; <paramref name="parameters"/> is one JSON object.</summary>
    public static ReadOnlyMemory<byte> Request(long id, string method, ReadOnlyMemory<byte> parameters)
    {
        ArrayBufferWriter<byte> line = new(parameters.Length + 96);
        Begin(line, id, method);
        line.Write(parameters.Span);
        line.Write("}\n"u8);
        return line.WrittenMemory;
    }

    /// <summary>
    /// A call of a tool; <paramref name="arguments"/> goes as it is, but that line breaks between its parts become spaces.
    /// </summary>
    public static ReadOnlyMemory<byte> Call(long id, string tool, ReadOnlyMemory<byte> arguments, string invocationId)
    {
        ArrayBufferWriter<byte> line = new(arguments.Length + 320);
        Begin(line, id, "tools/call");
        line.Write("{\"name\":"u8);
        line.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(tool)));
        line.Write(",\"arguments\":"u8);
        Span<byte> target = line.GetSpan(arguments.Length);
        arguments.Span.CopyTo(target);
        target = target[..arguments.Length];
        target.Replace((byte)'\n', (byte)' ');
        target.Replace((byte)'\r', (byte)' ');
        line.Advance(arguments.Length);
        line.Write(",\"_meta\":{\"progressToken\":"u8);
        Number(line, id);
        line.Write(",\"skillhost/invocationId\":"u8);
        line.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(invocationId)));
        line.Write("}}}\n"u8);
        return line.WrittenMemory;
    }

    /// <summary>Tells that nobody waits for an answer any more.</summary>
    public static ReadOnlyMemory<byte> Cancelled(long id) => Encoding.UTF8.GetBytes(
        $$$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{{{id}}}}}""" + "\n");

    /// <summary>The answer to a question of the server's: life, or a refusal.</summary>
    public static ReadOnlyMemory<byte> Reply(ReadOnlyMemory<byte> rawId, bool ping)
    {
        ArrayBufferWriter<byte> line = new(rawId.Length + 96);
        line.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        line.Write(rawId.Span);
        line.Write(ping ? ",\"result\":{}}\n"u8 : ",\"error\":{\"code\":-32601,\"message\":\"this host offers no such thing\"}}\n"u8);
        return line.WrittenMemory;
    }

    private static void Begin(ArrayBufferWriter<byte> line, long id, string method)
    {
        line.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        Number(line, id);
        line.Write(",\"method\":\""u8);
        line.Write(Encoding.UTF8.GetBytes(method));
        line.Write("\",\"params\":"u8);
    }

    private static void Number(ArrayBufferWriter<byte> line, long number)
    {
        Utf8Formatter.TryFormat(number, line.GetSpan(20), out int written);
        line.Advance(written);
    }
}
