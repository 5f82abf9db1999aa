using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using SkillHost.Invocations;
using SkillHost.Mcp.Calls;
using SkillHost.Sandboxes;

namespace SkillHost.Mcp.Http;

/// <summary>Streamable HTTP: each request with its session, where its client's revision has them, or alone.</summary>
internal sealed class HttpDoor : IDisposable
{
    // For what stands around the arguments in a request.
    private const int Envelope = 64 * 1024;
    private readonly HttpSessions _sessions;
    private readonly ServerFactory _servers;
    private readonly ILoggerFactory _loggers;
    private readonly long _mostBytes;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _stopped;
    private readonly CancellationTokenRegistration _grace;

    public HttpDoor(
        HttpSessions sessions,
        ServerFactory servers,
        IOptions<InvocationHostOptions> calls,
        IOptions<SandboxOptions> sandboxes,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        (_sessions, _servers, _loggers) = (sessions, servers, loggers);
        _mostBytes = calls.Value.MaxArgumentBytes + Envelope;
        _stopping = lifetime.ApplicationStopping;
        _stopped = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _grace = _stopping.Register(() => _stopped.CancelAfter(sandboxes.Value.StopGrace));
    }

    /// <summary>Takes a message.</summary>
    public Task PostAsync(HttpContext context) => GuardAsync(context, async () =>
    {
        HeaderCheck.Post(context.Request);
        McpRequest request = await BodyReader.ReadAsync(
            context.Request, _mostBytes, context.RequestAborted);
        await GuardAsync(context, () => TakeAsync(context, request), request.Id);
    });

    /// <summary>Streams what concerns no single request.</summary>
    public Task GetAsync(HttpContext context) => GuardAsync(context, async () =>
    {
        string id = SessionOf(context, HeaderCheck.Revision(context.Request));
        HeaderCheck.Get(context.Request);
        HttpSession session = _sessions.Enter(id, HttpUser.Of(context));
        try
        {
            if (context.Request.Headers.ContainsKey(Headers.LastEvent))
            {
                throw new RefusedException(Refusal.NoResumption);
            }

            if (!_sessions.TryOpenStream(session))
            {
                throw new RefusedException(Refusal.SecondStream);
            }

            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(
                context.RequestAborted, _stopping);
            BeginEvents(context);
            await session.Transport.HandleGetRequestAsync(context.Response.Body, end.Token);
        }
        finally
        {
            _sessions.Leave(session);
        }
    });

    /// <summary>Ends a session.</summary>
    public Task DeleteAsync(HttpContext context) => GuardAsync(context, async () =>
    {
        string id = SessionOf(context, HeaderCheck.Revision(context.Request));
        await _sessions.EndAsync(id, HttpUser.Of(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    /// <inheritdoc />
    public void Dispose()
    {
        _grace.Dispose();
        _stopped.Dispose();
    }

    private async Task TakeAsync(HttpContext context, McpRequest request)
    {
        string? revision = HeaderCheck.Revision(context.Request);
        if (revision is not null)
        {
            request.Message.Context = new JsonRpcMessageContext { ProtocolVersion = revision };
        }

        if (ProtocolRevisions.IsStateless(revision))
        {
            HeaderCheck.Stateless(context.Request, request, revision!);
            await TakeAloneAsync(context, request);
            return;
        }

        if (request.Begins && !HeaderCheck.IsInitialize(request))
        {
            throw new RefusedException(Refusal.NotAnInitialize);
        }

        string user = HttpUser.Of(context);
        HttpSession session = context.Request.Headers.TryGetValue(Headers.Session, out var id) ? _sessions.Enter(id.ToString(), user)
            : request.Begins ? _sessions.Begin(user)
            : throw new RefusedException(Refusal.SessionMissing);
        try
        {
            context.Response.Headers[Headers.Session] = session.Id;
            await AnswerAsync(context, request, session.Transport, onStart: null);
        }
        catch (JsonException) when (request.Begins)
        {
            await _sessions.UndoAsync(session);
            context.Response.Headers.Remove(Headers.Session);
            throw new RefusedException(Refusal.NotAnInitialize);
        }
        finally
        {
            _sessions.Leave(session);
        }
    }

    private async Task TakeAloneAsync(HttpContext context, McpRequest request)
    {
        await using StreamableHttpServerTransport transport = new(_loggers) { Stateless = true };
        await using McpServer server = _servers.Make(transport, $"mcp:{HttpUser.Of(context)}", conversation: null);
        using CancellationTokenSource end = new();
        Task run = server.RunAsync(end.Token);
        try
        {
            await AnswerAsync(context, request, transport, first =>
            {
                context.Response.StatusCode = StatusOf(first) ?? context.Response.StatusCode;
                return ValueTask.CompletedTask;
            });
        }
        finally
        {
            await transport.DisposeAsync();
            await end.CancelAsync();
            await run;
        }
    }

    /// <summary>Hands the message over and streams the answer, until it is whole or nobody waits for it any more.</summary>
    private async Task AnswerAsync(
        HttpContext context, McpRequest request, StreamableHttpServerTransport transport, Func<JsonRpcMessage?, ValueTask>? onStart)
    {
        using Exchange exchange = new(context.RequestAborted, _stopped.Token);
        exchange.Attach(request.Message);
        BeginEvents(context);
        try
        {
            if (!await transport.HandlePostRequestAsync(request.Message, context.Response.Body, onStart, exchange.Ended))
            {
                context.Response.ContentType = null;
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The call was cancelled by another message, or its session has ended: there is no answer, and the response ends without.
        }
        catch (Exception e) when (e is ObjectDisposedException or ChannelClosedException)
        {
            // The session ended while the message came in.
            if (!context.Response.HasStarted)
            {
                throw new RefusedException(Refusal.SessionUnknown);
            }
        }
    }

    /// <summary>The HTTP status that revision 2026-07-28 gives some errors, or null.</summary>
    private static int? StatusOf(JsonRpcMessage? first) => (McpErrorCode?)(first as JsonRpcError)?.Error.Code switch
    {
        McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
        McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.HeaderMismatch =>
            StatusCodes.Status400BadRequest,
        _ => null,
    };

    private static string SessionOf(HttpContext context, string? revision)
    {
        if (ProtocolRevisions.IsStateless(revision))
        {
            throw new RefusedException(Refusal.NoSessions);
        }

        return context.Request.Headers.TryGetValue(Headers.Session, out var id)
            ? id.ToString()
            : throw new RefusedException(Refusal.SessionMissing);
    }

    private static async Task GuardAsync(HttpContext context, Func<Task> handle, RequestId id = default)
    {
        try
        {
            await handle();
        }
        catch (RefusedException e)
        {
            await RefusalWriter.WriteAsync(context, e.Refusal, id);
        }
        catch (OperationCanceledException)
        {
            // The client is gone, or the host is going: a stream ends so.
        }
    }

    private static void BeginEvents(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";

        // Proxies must not hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }
}
