using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SkillHost.App.Http.Serving;
using SkillHost.Invocations;

namespace SkillHost.App.Http.Calls;

/// <summary>Takes in the arguments of a call, and no more than they may be.</summary>
internal sealed class RequestBody(IOptions<InvocationHostOptions> limits, IOptions<HttpOptions> options, TimeProvider time)
{
    // What is claimed is not set aside before it comes.
    private const long MostAtFirst = 64 * 1024;
    private const long UsualBytes = 4096;

    /// <summary>All bytes; throws <see cref="RefusedException"/> for another type, too many, or too slow ones.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        CheckType(context.Request);
        long limit = limits.Value.MaxArgumentBytes;
        if (context.Request.ContentLength > limit)
        {
            throw TooLong(limit);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }

        using CancellationTokenSource patience = new(options.Value.BodyTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, patience.Token);
        using MemoryStream body = new((int)Math.Min(context.Request.ContentLength ?? UsualBytes, MostAtFirst));
        try
        {
            await context.Request.Body.CopyToAsync(body, either.Token);
            return body.GetBuffer().AsMemory(0, (int)body.Length);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLong(limit);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new RefusedException(
                StatusCodes.Status408RequestTimeout, $"the body: not there after {options.Value.BodyTimeout.TotalSeconds:0.#} s");
        }
    }

    private static void CheckType(HttpRequest request)
    {
        bool json = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!json)
        {
            throw new RefusedException(
                StatusCodes.Status415UnsupportedMediaType, "the header Content-Type: wanted application/json in UTF-8");
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new RefusedException(StatusCodes.Status415UnsupportedMediaType, "the header Content-Encoding: seen one, wanted none");
        }
    }

    private static RefusedException TooLong(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"the body: wanted at most {limit} bytes");
}
