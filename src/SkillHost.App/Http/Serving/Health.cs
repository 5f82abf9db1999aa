using Microsoft.AspNetCore.Http;
using SkillHost.Containers;
using SkillHost.Sandboxes;

namespace SkillHost.App.Http.Serving;

/// <summary>Whether the host lives, and whether it can make calls. Says nothing else, since it asks for no token.</summary>
internal sealed class Health(IContainerEngine engine, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // However many ask, the engine is asked once a second.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);
    private static readonly Dictionary<string, string> Ours = new() { [SandboxLabels.Owner] = "" };
    private readonly SemaphoreSlim _one = new(1, 1);
    private long? _asked;
    private bool _ready;

    /// <summary><c>GET /healthz</c>.</summary>
    public static Task LiveAsync(HttpContext context) => Answer.WriteAsync(context, StatusCodes.Status200OK, new { status = "ok" });

    /// <summary><c>GET /readyz</c>.</summary>
    public async Task ReadyAsync(HttpContext context)
    {
        if (await IsReadyAsync(context.RequestAborted))
        {
            await Answer.WriteAsync(context, StatusCodes.Status200OK, new { status = "ready" });
            return;
        }

        throw new RefusedException(StatusCodes.Status503ServiceUnavailable, "no container engine answers");
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_asked is not { } asked || time.GetElapsedTime(asked) > Memory)
            {
                _ready = await AskAsync(cancellationToken);
                _asked = time.GetTimestamp();
            }

            return _ready;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await engine.ListAsync(Ours, either.Token);
            return true;
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
