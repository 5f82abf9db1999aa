using ModelContextProtocol.Protocol;

namespace SkillHost.Mcp.Calls;

/// <summary>
/// The HTTP request that a message came in. Nobody hears the answer once its connection is gone, so a call ends with it; and a call that
/// was cancelled gets no answer, so it ends the response.
/// </summary>
internal sealed class Exchange : IDisposable
{
    private const string Key = "skillhost/exchange";
    private readonly CancellationTokenSource _gone;
    private readonly CancellationTokenSource _ended;

    /// <summary>Begins one that ends when the client is gone, or the host.</summary>
    public Exchange(CancellationToken disconnected, CancellationToken stopped)
    {
        _gone = CancellationTokenSource.CreateLinkedTokenSource(disconnected, stopped);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        Gone = _gone.Token;
    }

    /// <summary>Cancelled when the client or the host is gone.</summary>
    public CancellationToken Gone { get; }

    /// <summary>Cancelled when no answer will come, or nobody would hear it.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>The one that <paramref name="message"/> came in, or null where it came by a stream.</summary>
    public static Exchange? Of(JsonRpcMessage message) =>
        message.Context?.Items?.TryGetValue(Key, out object? found) is true ? found as Exchange : null;

    /// <summary>Notes on <paramref name="message"/> that it came in this one.</summary>
    public void Attach(JsonRpcMessage message)
    {
        message.Context ??= new JsonRpcMessageContext();
        message.Context.Items ??= new Dictionary<string, object?>();
        message.Context.Items[Key] = this;
    }

    /// <summary>No answer will come.</summary>
    public void End()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is over already.
        }
    }

    public void Dispose()
    {
        _ended.Dispose();
        _gone.Dispose();
    }
}
