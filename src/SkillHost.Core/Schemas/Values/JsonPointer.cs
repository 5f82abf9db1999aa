namespace SkillHost.Schemas.Values;

/// <summary>Tokens of a JSON Pointer (RFC 6901).</summary>
internal static class JsonPointer
{
    /// <summary><paramref name="token"/> with <c>~</c> and <c>/</c> escaped.</summary>
    public static string Escape(string token) => token.AsSpan().ContainsAny('~', '/')
        ? token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
        : token;

    /// <summary>The reverse of <see cref="Escape"/>.</summary>
    public static string Unescape(string token) =>
        token.Contains('~') ? token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal) : token;
}
