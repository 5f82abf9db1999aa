namespace SkillHost.Schemas.Values;

/// <summary>A JSON number taken apart exactly: sign, significant digits without zeros at either end, and a power of ten.</summary>
internal readonly ref struct JsonNumber
{
    // Far beyond any real exponent, and far from overflow when digit counts are added.
    private const long ExponentBound = 1L << 60;

    private JsonNumber(bool negative, ReadOnlySpan<byte> digits, long exponent)
    {
        Digits = digits;
        Negative = negative && digits.Length > 0;
        Exponent = digits.Length > 0 ? exponent : 0;
    }

    /// <summary>Whether it is below zero.</summary>
    public bool Negative { get; }

    /// <summary>Significant digits in ASCII; empty for zero.</summary>
    public ReadOnlySpan<byte> Digits { get; }

    /// <summary>Power of ten that <see cref="Digits"/>, read as an integer, is multiplied with.</summary>
    public long Exponent { get; }

    /// <summary>Whether it has no fraction, however it is written: 1.0 and 1e400 are integers.</summary>
    public bool IsInteger => Exponent >= 0;

    /// <summary>Takes <paramref name="text"/>, a valid JSON number, apart; <paramref name="buffer"/> holds as many bytes.</summary>
    public static JsonNumber Parse(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        bool negative = text[0] == '-';
        int at = negative ? 1 : 0;
        int count = 0;
        long exponent = 0;
        bool fraction = false;
        for (; at < text.Length && text[at] is not ((byte)'e' or (byte)'E'); at++)
        {
            if (text[at] == '.')
            {
                fraction = true;
                continue;
            }

            exponent -= fraction ? 1 : 0;
            if (count > 0 || text[at] != '0')
            {
                buffer[count++] = text[at];
            }
        }

        exponent += at < text.Length ? ReadExponent(text[(at + 1)..]) : 0;
        for (; count > 0 && buffer[count - 1] == '0'; count--)
        {
            exponent++;
        }

        return new JsonNumber(negative, buffer[..count], exponent);
    }

    /// <summary>Less than zero, zero or more than zero, as this is less than, equal to or more than <paramref name="other"/>.</summary>
    public int CompareTo(JsonNumber other)
    {
        if (Negative != other.Negative)
        {
            return Negative ? -1 : 1;
        }

        int magnitude = CompareMagnitude(other);
        return Negative ? -magnitude : magnitude;
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        long exponent = 0;
        foreach (byte digit in text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..])
        {
            exponent = Math.Min((exponent * 10) + (digit - '0'), ExponentBound / 16);
        }

        return negative ? -exponent : exponent;
    }

    private int CompareMagnitude(JsonNumber other)
    {
        if (Digits.IsEmpty || other.Digits.IsEmpty)
        {
            return Digits.Length.CompareTo(other.Digits.Length);
        }

        int order = (Digits.Length + Exponent).CompareTo(other.Digits.Length + other.Exponent);
        return order != 0 ? order : Digits.SequenceCompareTo(other.Digits);
    }
}
