using Microsoft.AspNetCore.Http;

namespace SkillHost.Mcp.Http;

/// <summary>Who sends a request.</summary>
internal static class HttpUser
{
    /// <summary>The name under which the server let it in; <c>anonymous</c> where the server asks nobody for a name.</summary>
    public static string Of(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : "anonymous";
}
