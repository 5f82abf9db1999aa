using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SkillHost.Invocations;

namespace SkillHost.App.Http.Calls;

/// <summary>
/// Events of a call as they happen (<c>text/event-stream</c>). A caller that reads slowly slows the function, since each event is on its
/// way before the next is taken.
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    private const string MediaType = "text/event-stream";

    // Comments keep what stands in between from closing a connection that is silent.
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(15);
    private readonly HttpContext _context;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _pulse;

    private EventStream(HttpContext context, TimeProvider time)
    {
        _context = context;
        _pulse = PulseAsync(time);
    }

    /// <summary>Whether the caller asks for events.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.Headers.Accept.Any(value => value?.Contains(MediaType, StringComparison.OrdinalIgnoreCase) is true);

    /// <summary>Begins the answer, and sends its first bytes at once.</summary>
    public static async Task<EventStream> OpenAsync(HttpContext context, TimeProvider time)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = MediaType;

        // A proxy that gathers what it passes on would hold back what happens.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await context.Response.BodyWriter.WriteAsync(": begun\n\n"u8.ToArray(), context.RequestAborted);
        return new EventStream(context, time);
    }

    /// <summary>Sends an event; returns when the connection has taken it.</summary>
    public async ValueTask SendAsync(InvocationEvent happened)
    {
        string name = happened is ProgressEvent ? "progress" : "output";
        await WriteAsync([.. Head(name), .. JsonSerializer.SerializeToUtf8Bytes(happened, InvocationJson.Options), .. "\n\n"u8]);
    }

    /// <summary>Sends the result, after which nothing comes.</summary>
    public async Task EndAsync(InvocationResult result)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new { type = "result", result }, InvocationJson.Options);
        await WriteAsync([.. Head("result"), .. json, .. "\n\n"u8]);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _pulse;
        _ended.Dispose();
    }

    private static ReadOnlySpan<byte> Head(string name) => name switch
    {
        "progress" => "event: progress\ndata: "u8,
        "output" => "event: output\ndata: "u8,
        _ => "event: result\ndata: "u8,
    };

    private async Task WriteAsync(byte[] bytes)
    {
        await _one.WaitAsync(_context.RequestAborted);
        try
        {
            await _context.Response.BodyWriter.WriteAsync(bytes, _context.RequestAborted);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task PulseAsync(TimeProvider time)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, _context.RequestAborted);
        using PeriodicTimer timer = new(Pulse, time);
        try
        {
            while (await timer.WaitForNextTickAsync(either.Token))
            {
                await WriteAsync(": still running\n\n"u8.ToArray());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The call or the connection has ended; whoever made the call says so.
        }
    }
}
