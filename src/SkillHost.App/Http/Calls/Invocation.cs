using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using SkillHost.App.Http.Serving;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Invocations;

namespace SkillHost.App.Http.Calls;

/// <summary><c>POST /v1/functions/{function}/invocations</c>: one call, which ends when its caller leaves or the host stops.</summary>
internal sealed class Invocation(ISkillHost host, RequestBody bodies, IHostApplicationLifetime life, TimeProvider time)
{
    /// <summary>Makes the call and writes its result, or its events and then its result.</summary>
    public async Task CallAsync(HttpContext context)
    {
        SkillFunction function = FunctionPath.Find(context, host.Catalog);
        InvocationOptions options = new()
        {
            Caller = CallerName.Of(context),
            Session = SessionHeader.Read(context.Request),
            Narrowing = CallQuery.Read(context.Request.Query),
        };
        ReadOnlyMemory<byte> arguments = await bodies.ReadAsync(context);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        if (EventStream.IsWanted(context.Request))
        {
            await StreamAsync(context, function, arguments, options, either.Token);
            return;
        }

        InvocationResult result = await function.CallAsync(arguments, options, either.Token);
        if (result.RetryAfterMs is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait / 1000).ToString(CultureInfo.InvariantCulture);
        }

        await Answer.WriteAsync(context, ResultStatus.Of(result), result);
    }

    private async Task StreamAsync(
        HttpContext context, SkillFunction function, ReadOnlyMemory<byte> arguments, InvocationOptions options, CancellationToken stop)
    {
        await using EventStream events = await EventStream.OpenAsync(context, time);
        InvocationResult result = await function.CallAsync(
            arguments, options with { OnEvent = (happened, _) => events.SendAsync(happened) }, stop);
        await events.EndAsync(result);
    }
}
