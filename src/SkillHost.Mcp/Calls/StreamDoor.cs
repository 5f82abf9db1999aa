using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using SkillHost.Invocations;
using SkillHost.Sandboxes.Held;

namespace SkillHost.Mcp.Calls;

/// <summary>Serves a client over two streams: one connection, one conversation.</summary>
internal sealed class StreamDoor(
    ServerFactory servers, ISessions sessions, IOptions<InvocationHostOptions> calls, ILoggerFactory loggers) : IMcpDoor
{
    // Arguments that are too long are told so by the host, with their length; only what is far beyond ends the conversation.
    private const int LineFactor = 8;
    private const int Envelope = 64 * 1024;

    /// <inheritdoc />
    public async Task ServeAsync(Stream input, Stream output, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(caller);
        long longest = (LineFactor * calls.Value.MaxArgumentBytes) + Envelope;
        Conversation conversation = new(sessions);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using ClientInput lines = new(input, longest, ended.Cancel);
        try
        {
            await using StreamServerTransport transport = new(lines, output, "skillhost", loggers);
            await using McpServer server = servers.Make(transport, $"mcp:{caller}", conversation);
            await server.RunAsync(ended.Token);
        }
        finally
        {
            conversation.End();
        }

        if (lines.IsTooLong)
        {
            throw new InvalidDataException(
                $"the client sent more than {longest} bytes without an end of line; nothing after them was read");
        }
    }
}
