using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using SkillHost.App.Http.Serving;

namespace SkillHost.App.Http.Access;

/// <summary>
/// Lets in only requests that name this server as its callers do, and none that a web page of somebody else has sent: without, any page
/// that a person on this machine opens could reach it.
/// </summary>
internal sealed class HostGate
{
    // Where the server puts a Content-Length that a Transfer-Encoding overrides. Such a pair is how requests are smuggled past a proxy.
    private const string SetAside = "X-Content-Length";
    private readonly FrozenSet<string> _hosts;
    private readonly FrozenSet<string> _origins;

    public HostGate(IOptions<HttpOptions> options)
    {
        // Not null: checked at the start.
        IEnumerable<string> own = ListenAddress.TryParse(options.Value.Listen)!.Hosts;
        _hosts = own.Concat(options.Value.AllowedHosts.Select(AsHeader)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _origins = options.Value.AllowedOrigins.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Goes on, or throws <see cref="RefusedException"/>.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (request.Headers.TransferEncoding.Count > 0 && request.Headers.ContainsKey(SetAside))
        {
            throw new RefusedException(
                StatusCodes.Status400BadRequest, "the headers: seen Content-Length beside Transfer-Encoding, wanted one of the two");
        }

        if (context.Features.Get<IHttpRequestFeature>()?.RawTarget is not { } target || !target.StartsWith('/'))
        {
            throw new RefusedException(StatusCodes.Status400BadRequest, "the request's target: seen another form, wanted a path");
        }

        if (!request.Host.HasValue)
        {
            throw new RefusedException(StatusCodes.Status400BadRequest, "the header Host: seen none, wanted one");
        }

        if (!_hosts.Contains(request.Host.Host))
        {
            throw new RefusedException(
                StatusCodes.Status403Forbidden, "the header Host: seen a name that this server does not go by; operators: AllowedHosts");
        }

        if (request.Headers.TryGetValue("Origin", out var origin) && !(origin is [{ } one] && _origins.Contains(one)))
        {
            throw new RefusedException(
                StatusCodes.Status403Forbidden, "the header Origin: seen a page that may not call; operators: AllowedOrigins");
        }

        return next(context);
    }

    private static string AsHeader(string host) => Uri.CheckHostName(host) == UriHostNameType.IPv6 ? $"[{host.Trim('[', ']')}]" : host;
}
