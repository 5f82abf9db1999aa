using System.Buffers.Text;
using System.Security.Cryptography;

namespace SkillHost.App.Http.Access;

/// <summary>What tokens and the names of callers look like.</summary>
internal static class TokenText
{
    /// <summary>What <see cref="IsRight"/> wants.</summary>
    public const string Form = "32 to 512 of the characters A-Z a-z 0-9 - . _ ~ + / =";

    /// <summary>What <see cref="IsName"/> wants.</summary>
    public const string NameForm = "a name of 1 to 64 of the characters A-Z a-z 0-9 _ -";

    private const int RandomBytes = 32;
    private const int Shortest = 32;
    private const int Longest = 512;
    private const int LongestName = 64;

    /// <summary>256 random bits in 43 characters.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether <paramref name="text"/> can be a token.</summary>
    public static bool IsRight(string text) => text.Length is >= Shortest and <= Longest
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '+' or '/' or '=');

    /// <summary>Whether <paramref name="text"/> can be the name of a caller.</summary>
    public static bool IsName(string text) =>
        text.Length is >= 1 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
