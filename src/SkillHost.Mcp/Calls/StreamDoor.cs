using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;
using SkillHost.Sandboxes.Held;

namespace SkillHost.Mcp.Calls;

/// <summary>Serves a client over two streams: one connection, one conversation.</summary>
internal sealed class StreamDoor(ServerFactory servers, ISessions sessions, ILoggerFactory loggers) : IMcpDoor
{
    /// <inheritdoc />
    public async Task ServeAsync(Stream input, Stream output, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(caller);
        Conversation conversation = new(sessions);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using StreamServerTransport transport = new(new EndingStream(input, ended.Cancel), output, "skillhost", loggers);
            await using McpServer server = servers.Make(transport, $"mcp:{caller}", conversation);
            await server.RunAsync(ended.Token);
        }
        finally
        {
            conversation.End();
        }
    }
}
