using System.Text.RegularExpressions;

namespace SkillHost.Schemas.Patterns;

/// <summary>A pattern of a schema: matched in linear time where it can be, otherwise under a deadline.</summary>
internal sealed class SafePattern
{
    private const int MaxLength = 4096;
    private const int MaxLinearLength = 2048;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);
    private readonly Lazy<Regex> _regex;

    private SafePattern(string source, Regex backtracking, string translated)
    {
        Source = source;

        // Preparing the linear matcher costs twenty times what checking the syntax does, and many patterns are never used.
        _regex = new Lazy<Regex>(() => Linear(translated) ?? backtracking);
    }

    /// <summary>The pattern as written.</summary>
    public string Source { get; }

    /// <summary>Whether matching takes time in proportion to the text, and so needs no deadline.</summary>
    public bool IsLinear => _regex.Value.Options.HasFlag(RegexOptions.NonBacktracking);

    /// <summary>Compiles a pattern. Throws <see cref="PatternSyntaxException"/>.</summary>
    public static SafePattern Create(string source)
    {
        if (source.Length > MaxLength)
        {
            throw new PatternSyntaxException($"is {source.Length} characters long, at most {MaxLength} are allowed");
        }

        string translated = new EcmaTranslator(source).Translate();
        try
        {
            return new SafePattern(source, new Regex(translated, RegexOptions.CultureInvariant, Deadline), translated);
        }
        catch (ArgumentException)
        {
            // The runtime's own words would quote the translation, which its author never wrote.
            throw new PatternSyntaxException("has a misplaced quantifier");
        }
    }

    /// <summary>Whether any part of <paramref name="text"/> matches; null when the deadline passed first.</summary>
    public bool? Matches(string text)
    {
        try
        {
            return _regex.Value.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Regex? Linear(string translated)
    {
        // Classes such as \p{L} spell out at length, and then the linear matcher takes a third of a second to prepare.
        if (translated.Length > MaxLinearLength)
        {
            return null;
        }

        try
        {
            return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            // Look-around, back references and very large counts have no linear matcher.
            return null;
        }
    }
}
