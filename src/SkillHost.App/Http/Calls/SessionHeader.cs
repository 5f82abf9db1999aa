using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using SkillHost.App.Http.Serving;

namespace SkillHost.App.Http.Calls;

/// <summary>The conversation that a call belongs to, as its request names it.</summary>
internal static class SessionHeader
{
    /// <summary>Name of the header.</summary>
    public const string Name = "SkillHost-Session";

    private const string Form = "1 to 128 of the characters A-Z a-z 0-9 _ - . :, the first a letter or a digit";
    private const int Longest = 128;

    /// <summary>The id, or null when none is given; throws <see cref="RefusedException"/> for what cannot be one.</summary>
    public static string? Read(HttpRequest request)
    {
        StringValues given = request.Headers[Name];
        return given.Count == 0 ? null
            : given is [{ } id] && IsId(id) ? id
            : throw new RefusedException(StatusCodes.Status400BadRequest, $"the header {Name}: wanted once, with {Form}");
    }

    /// <summary>Whether it can be an id.</summary>
    public static bool IsId(string text) => text.Length is >= 1 and <= Longest && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':');
}
