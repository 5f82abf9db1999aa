using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using SkillHost.App.Http.Serving;
using SkillHost.Sandboxes.Held;

namespace SkillHost.App.Http.Calls;

/// <summary>The caller's own sessions; those of others are as if they were not there.</summary>
internal sealed class Sessions(ISessions sessions)
{
    /// <summary>Name of the path's part.</summary>
    public const string Part = "session";

    private const int IdBytes = 16;

    /// <summary><c>POST /v1/sessions</c>: an id that nobody guesses. A session begins with its first call.</summary>
    public static Task MakeAsync(HttpContext context) => Answer.WriteAsync(
        context, StatusCodes.Status201Created, new { session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)) });

    /// <summary><c>GET /v1/sessions</c>: those that are open.</summary>
    public Task ListAsync(HttpContext context) => Answer.WriteAsync(
        context, StatusCodes.Status200OK, new { sessions = OwnOf(context).Select(SessionRow.Of).OrderByDescending(row => row.AgeMs) });

    /// <summary><c>DELETE /v1/sessions/{session}</c>: ends it, in all skills.</summary>
    public Task EndAsync(HttpContext context)
    {
        string id = context.Request.RouteValues[Part] as string ?? "";
        bool ended = false;
        foreach (HeldInfo held in OwnOf(context).Where(held => held.Session.Id == id))
        {
            ended |= sessions.End(held.Skill, held.Session);
        }

        if (!ended)
        {
            throw new RefusedException(StatusCodes.Status404NotFound, "the session: no such one of yours is open");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private IEnumerable<HeldInfo> OwnOf(HttpContext context)
    {
        string caller = CallerName.Of(context);
        return sessions.Open.Where(held => held.Session.Caller == caller);
    }
}
