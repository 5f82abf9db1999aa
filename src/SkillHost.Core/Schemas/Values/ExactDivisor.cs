using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SkillHost.Schemas.Values;

/// <summary>Tells exactly whether numbers are multiples of one of a schema.</summary>
internal sealed class ExactDivisor
{
    /// <summary>Most significant digits of a divisor.</summary>
    public const int MaxDigits = 100;

    // Three digits of room remain below 2^63, so that one more decimal digit never overflows 64 bits.
    private const int SmallDigits = 17;
    private const int StackBytes = 128;
    private readonly BigInteger _digits;
    private readonly ulong _small;
    private readonly long _exponent;
    private readonly long _integer;

    private ExactDivisor(JsonNumber number, JsonElement source)
    {
        _digits = BigInteger.Parse(Encoding.ASCII.GetString(number.Digits), CultureInfo.InvariantCulture);
        _small = number.Digits.Length <= SmallDigits ? (ulong)_digits : 0;
        _exponent = number.Exponent;
        _integer = source.TryGetInt64(out long integer) ? integer : 0;
    }

    /// <summary>The divisor <paramref name="number"/>; null unless above zero, with at most <see cref="MaxDigits"/> digits.</summary>
    public static ExactDivisor? Create(JsonElement number)
    {
        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(number);
        JsonNumber parsed = JsonNumber.Parse(text, new byte[text.Length]);
        bool usable = !parsed.Negative && parsed.Digits.Length is > 0 and <= MaxDigits;
        return usable ? new ExactDivisor(parsed, number) : null;
    }

    /// <summary>Whether <paramref name="number"/> is a whole multiple.</summary>
    public bool Divides(JsonElement number)
    {
        if (_integer > 0 && number.TryGetInt64(out long integer))
        {
            return integer % _integer == 0;
        }

        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(number);
        JsonNumber parsed = JsonNumber.Parse(text, text.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[text.Length]);
        if (parsed.Digits.IsEmpty)
        {
            return true;
        }

        // The digits end in no zero, so no power of ten that the divisor has more of can be in them.
        long shift = parsed.Exponent - _exponent;
        return shift >= 0 && (_small > 0 ? DividesSmall(parsed.Digits, shift) : DividesBig(parsed.Digits, shift));
    }

    private bool DividesSmall(ReadOnlySpan<byte> digits, long shift)
    {
        ulong rest = 0;
        foreach (byte digit in digits)
        {
            rest = ((rest * 10) + (ulong)(digit - '0')) % _small;
        }

        UInt128 power = 10 % _small;
        UInt128 scaled = rest;
        for (; shift > 0 && scaled != 0; shift >>= 1)
        {
            scaled = (shift & 1) == 1 ? scaled * power % _small : scaled;
            power = power * power % _small;
        }

        return scaled == 0;
    }

    private bool DividesBig(ReadOnlySpan<byte> digits, long shift)
    {
        BigInteger rest = BigInteger.Zero;
        for (; digits.Length > 0; digits = digits[Math.Min(SmallDigits, digits.Length)..])
        {
            ReadOnlySpan<byte> part = digits[..Math.Min(SmallDigits, digits.Length)];
            rest = ((rest * BigInteger.Pow(10, part.Length)) + ulong.Parse(part, CultureInfo.InvariantCulture)) % _digits;
        }

        return (rest * BigInteger.ModPow(10, shift, _digits) % _digits).IsZero;
    }
}
