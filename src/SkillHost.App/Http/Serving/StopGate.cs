using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace SkillHost.App.Http.Serving;

/// <summary>Ends what is marked as <see cref="EndsWithHost"/> when the host stops, as if its caller had left.</summary>
internal sealed class StopGate(IHostApplicationLifetime life)
{
    /// <summary>Goes on.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<EndsWithHost>() is null)
        {
            await next(context);
            return;
        }

        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        context.RequestAborted = either.Token;
        await next(context);
    }
}
