using System.Net;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using SkillHost.Containers;

namespace SkillHost.Docker.Transport;

/// <summary>Sends requests to the engine: versioned path, deadline, one retry where that is safe, typed failures.</summary>
internal sealed partial class EngineHttp(EngineLinks links, TimeSpan requestTimeout, TimeProvider time, ILogger<EngineHttp> logger)
{
    /// <summary>The answer to a request, which was not a failure. The caller disposes it.</summary>
    public async Task<EngineReply> SendAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(request.Timeout ?? requestTimeout, time, cancellationToken);
        try
        {
            var link = await links.GetAsync(cancellationToken);
            return await SendAsync(link, request, deadline);
        }
        catch
        {
            deadline.Dispose();
            throw;
        }
    }

    /// <summary>The answer to a request as one JSON value.</summary>
    public async Task<T> ReadAsync<T>(EngineRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(request, cancellationToken);
        return await reply.ReadAsync(type);
    }

    /// <summary>The answer as one JSON value, or null when the engine does not know the object.</summary>
    public async Task<T?> FindAsync<T>(EngineRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await ReadAsync(request, type, cancellationToken);
        }
        catch (EngineException fault) when (fault.Failure == EngineFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Sends a request whose answer says nothing.</summary>
    public async Task DoAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        using var reply = await SendAsync(request, cancellationToken);
    }

    private async Task<EngineReply> SendAsync(EngineLink link, EngineRequest request, Deadline deadline)
    {
        var started = time.GetTimestamp();
        try
        {
            var message = await SendOnceOrTwiceAsync(link, request, deadline.Token);
            Log.Answered(logger, request.Title, (int)message.StatusCode, time.GetElapsedTime(started));
            if (message.StatusCode >= HttpStatusCode.BadRequest)
            {
                using (message)
                {
                    throw await ReadFailureAsync(message, request.Title, deadline.Token);
                }
            }

            if (request.Endless)
            {
                deadline.Lift();
            }

            return new EngineReply(message, deadline, link, request.Title);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw EngineFaults.TimedOut(deadline.Limit, link.Address, request.Title);
        }
        catch (Exception fault) when (fault is not EngineException && EngineFaults.IsAboutTheLine(fault))
        {
            links.Lose(link);
            throw EngineFaults.Explain(fault, link.Address, request.Title);
        }
    }

    private static async Task<HttpResponseMessage> SendOnceOrTwiceAsync(
        EngineLink link, EngineRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await SendOnceAsync(link, request, cancellationToken);
        }
        catch (HttpRequestException fault) when (request.IsIdempotent && IsStaleConnection(fault))
        {
            return await SendOnceAsync(link, request, cancellationToken);
        }
    }

    private static async Task<HttpResponseMessage> SendOnceAsync(
        EngineLink link, EngineRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, $"/v{link.Version}{request.Path}");
        message.Content = request.Content?.Invoke();
        if (request.RegistryLogin is { } login)
        {
            message.Headers.Add("X-Registry-Auth", login);
        }

        return await link.Http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    // A pooled connection can be closed by the engine in the moment in which it is used again.
    private static bool IsStaleConnection(HttpRequestException fault) =>
        fault.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown;

    private static async Task<EngineException> ReadFailureAsync(
        HttpResponseMessage message, string title, CancellationToken cancellationToken)
    {
        await using var body = await message.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[EngineErrors.LargestBody];
        var count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return EngineErrors.Read(message.StatusCode, buffer.AsSpan(0, count), title);
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Debug, "{Request} answered {Status} after {Elapsed}")]
        public static partial void Answered(ILogger logger, string request, int status, TimeSpan elapsed);
    }
}
