using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using SkillHost.App.Http.Serving;

namespace SkillHost.App.Http.Access;

/// <summary>
/// Asks everybody for a token, whatever they want, but at what is marked as <see cref="OpenToAll"/>. Who has one is the name in <see
/// cref="HttpContext.User"/>.
/// </summary>
internal sealed class TokenGate(Callers callers)
{
    private const string Scheme = "Bearer ";

    /// <summary>Goes on, or throws <see cref="RefusedException"/>.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is null)
        {
            string name = callers.AreAsked ? Identify(context) : Callers.Default;
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "Bearer"));
        }

        return next(context);
    }

    private string Identify(HttpContext context)
    {
        // One scheme in one spelling: what is read strictly here cannot be read otherwise by something in between.
        StringValues header = context.Request.Headers.Authorization;
        if (header is [{ } value] && value.StartsWith(Scheme, StringComparison.Ordinal) && callers.Find(value[Scheme.Length..]) is { } name)
        {
            return name;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        throw new RefusedException(
            StatusCodes.Status401Unauthorized, "the header Authorization: seen no token that is known, wanted 'Bearer TOKEN'");
    }
}
