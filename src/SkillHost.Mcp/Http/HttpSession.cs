using ModelContextProtocol.Server;

namespace SkillHost.Mcp.Http;

/// <summary>A session over HTTP, and who uses it. <see cref="HttpSessions"/> locks around what changes.</summary>
internal sealed class HttpSession(
    string id, string user, StreamableHttpServerTransport transport, McpServer server, Conversation conversation, long now)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private Task _run = Task.CompletedTask;

    /// <summary>Id, which the client gives with each request.</summary>
    public string Id => id;

    /// <summary>Who began it; nobody else finds it.</summary>
    public string User => user;

    /// <summary>Takes its messages in.</summary>
    public StreamableHttpServerTransport Transport => transport;

    /// <summary>Whether skills hold containers for it.</summary>
    public bool HasContainers => conversation.HasContainers;

    /// <summary>Requests under way.</summary>
    public int Users { get; set; }

    /// <summary>When the last one ended, in the clock's own ticks.</summary>
    public long LastUsed { get; set; } = now;

    /// <summary>Whether its stream of messages has been opened.</summary>
    public bool HasStream { get; set; }

    /// <summary>Begins to serve.</summary>
    public void Start() => _run = server.RunAsync(_ended.Token);

    /// <summary>Cancels its calls, waits for their end, and ends its containers.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await transport.DisposeAsync();
            await _ended.CancelAsync();
            await _run;
        }
        catch (OperationCanceledException)
        {
            // As asked for.
        }
        finally
        {
            await server.DisposeAsync();
            conversation.End();
            _ended.Dispose();
        }
    }
}
