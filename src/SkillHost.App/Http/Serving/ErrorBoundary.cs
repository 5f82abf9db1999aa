using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SkillHost.App.Http.Serving;

/// <summary>The one place where a failure of a request becomes an answer; nothing of a defect but its existence is shown.</summary>
internal sealed partial class ErrorBoundary(ILogger<ErrorBoundary> logger)
{
    /// <summary>Goes on, and answers what did not come to an answer.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null })
            {
                await Answer.RefuseAsync(context, context.Response.StatusCode, Words(context.Response.StatusCode));
            }
        }
        catch (RefusedException e)
        {
            Log.Refused(logger, e.Status, e.Message);
            await EndAsync(context, e.Status, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            Log.Refused(logger, e.StatusCode, e.Message);
            await EndAsync(context, e.StatusCode, e.Message);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            Log.CallerLeft(logger);
        }
        catch (Exception e)
        {
            // The boundary: the log has the detail.
            Log.Broke(logger, context.TraceIdentifier, e);
            await EndAsync(
                context, StatusCodes.Status500InternalServerError, $"the host failed; the log says why at {context.TraceIdentifier}");
        }
    }

    private static async Task EndAsync(HttpContext context, int status, string detail)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        await Answer.RefuseAsync(context, status, detail);
    }

    private static string Words(int status) => status switch
    {
        StatusCodes.Status404NotFound => "the path: seen one that leads nowhere; GET /v1/openapi.json lists all",
        StatusCodes.Status405MethodNotAllowed => "the method: seen one that this path does not take; the header Allow lists the others",
        _ => "the request cannot be carried out",
    };

    private static partial class Log
    {
        [LoggerMessage(9601, LogLevel.Debug, "A request was refused with {Status}: {Reason}")]
        public static partial void Refused(ILogger logger, int status, string reason);

        [LoggerMessage(9602, LogLevel.Debug, "A caller left before its answer")]
        public static partial void CallerLeft(ILogger logger);

        [LoggerMessage(9603, LogLevel.Error, "Request {Request} failed")]
        public static partial void Broke(ILogger logger, string request, Exception exception);
    }
}
