using System.Globalization;
using System.Text;

namespace SkillHost.Schemas.Patterns;

/// <summary>Reads the text of a pattern from left to right.</summary>
internal sealed class PatternReader(string source)
{
    /// <summary>Index of the next character.</summary>
    public int Position { get; set; }

    /// <summary>Whether all was read.</summary>
    public bool End => Position >= source.Length;

    /// <summary>The next character, or NUL at the end.</summary>
    public char Peek => PeekAt(0);

    /// <summary>The character <paramref name="offset"/> after the next one, or NUL past the end.</summary>
    public char PeekAt(int offset) => Position + offset < source.Length ? source[Position + offset] : '\0';

    /// <summary>Whether <paramref name="text"/> comes next.</summary>
    public bool StartsWith(string text) => string.CompareOrdinal(source, Position, text, 0, text.Length) == 0;

    /// <summary>Passes over <paramref name="count"/> characters.</summary>
    public void Skip(int count) => Position += count;

    /// <summary>Passes over <paramref name="text"/> if it comes next.</summary>
    public bool Skip(string text)
    {
        bool next = StartsWith(text);
        Position += next ? text.Length : 0;
        return next;
    }

    /// <summary>The next code point as it stands.</summary>
    public int CodePoint()
    {
        if (char.IsSurrogatePair(Peek, PeekAt(1)))
        {
            Position += 2;
            return char.ConvertToUtf32(source[Position - 2], source[Position - 1]);
        }

        return char.IsSurrogate(Peek) ? throw HalfPair() : source[Position++];
    }

    /// <summary>A decimal number; one too large for anything is 2147483647.</summary>
    public int Number()
    {
        long number = 0;
        for (; char.IsAsciiDigit(Peek); Position++)
        {
            number = Math.Min((number * 10) + (Peek - '0'), int.MaxValue);
        }

        return (int)number;
    }

    /// <summary>A group's name with its closing bracket.</summary>
    public string GroupName() => Until('>', "has a group name that is never closed");

    /// <summary>Text up to <paramref name="end"/>, which is passed over. Throws when there is none.</summary>
    public string Until(char end, string otherwise)
    {
        int close = End ? -1 : source.IndexOf(end, Position);
        if (close <= Position)
        {
            throw new PatternSyntaxException(otherwise);
        }

        string text = source[Position..close];
        Position = close + 1;
        return text;
    }

    /// <summary>The code point that a backslash and what follows stand for.</summary>
    public int EscapedCodePoint()
    {
        char kind = PeekAt(1);
        Position += 2;
        return kind switch
        {
            't' => '\t',
            'n' => '\n',
            'v' => '\v',
            'f' => '\f',
            'r' => '\r',
            '0' when !char.IsAsciiDigit(Peek) => '\0',
            'c' when char.IsAsciiLetter(Peek) => Control(),
            'x' => Hex(2),
            'u' => Unicode(),
            _ when Position > source.Length => throw new PatternSyntaxException("ends in a backslash"),
            _ when kind < 128 && !char.IsAsciiLetterOrDigit(kind) => kind,
            _ => throw new PatternSyntaxException($"has \\{kind}, which ECMA-262 does not know"),
        };
    }

    private int Control()
    {
        int control = Peek % 32;
        Position++;
        return control;
    }

    private int Unicode()
    {
        if (Skip("{"))
        {
            string digits = Until('}', "has \\u{ that is never closed");
            bool known = int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int any);
            return known && Rune.IsValid(any) ? any : throw new PatternSyntaxException($"has \\u{{{digits}}}, which is no character");
        }

        int unit = Hex(4);
        if (!char.IsHighSurrogate((char)unit) || !Skip("\\u"))
        {
            return char.IsSurrogate((char)unit) ? throw HalfPair() : unit;
        }

        int low = Hex(4);
        return char.IsLowSurrogate((char)low) ? char.ConvertToUtf32((char)unit, (char)low) : throw HalfPair();
    }

    private static PatternSyntaxException HalfPair() => new("holds half a surrogate pair");

    private int Hex(int digits)
    {
        ReadOnlySpan<char> text = source.AsSpan(Position, Math.Min(digits, source.Length - Position));
        bool read = int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value);
        if (!read || text.Length < digits)
        {
            throw new PatternSyntaxException($"has \\x or \\u without its {digits} hexadecimal digits");
        }

        Position += digits;
        return value;
    }
}
