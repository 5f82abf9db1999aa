using Microsoft.AspNetCore.Http;
using SkillHost.Invocations;

namespace SkillHost.App.Http.Calls;

/// <summary>The HTTP status of a call: 200 for what ran, however it ended, otherwise what tells a client whether to try again.</summary>
internal static class ResultStatus
{
    /// <summary>The status.</summary>
    public static int Of(InvocationResult result) => result.Status switch
    {
        InvocationStatus.InvalidArguments => StatusCodes.Status400BadRequest,
        InvocationStatus.Denied => StatusCodes.Status403Forbidden,
        InvocationStatus.Busy => StatusCodes.Status429TooManyRequests,
        InvocationStatus.Unavailable when result.SessionEnded => StatusCodes.Status410Gone,
        InvocationStatus.Unavailable or InvocationStatus.Cancelled => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };
}
