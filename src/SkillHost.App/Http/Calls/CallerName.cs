using Microsoft.AspNetCore.Http;
using SkillHost.App.Http.Access;

namespace SkillHost.App.Http.Calls;

/// <summary>Who calls at this door, for the audit log and as the owner of sessions.</summary>
internal static class CallerName
{
    /// <summary>The door and the name of the token, such as <c>http:default</c>; never anything that the request says.</summary>
    public static string Of(HttpContext context) => $"http:{context.User.Identity?.Name ?? Callers.Default}";
}
