using System.Runtime.InteropServices;
using System.Text.Json;

namespace SkillHost.Schemas.Values;

/// <summary>A number of a schema, kept as written so that no comparison with it loses a digit.</summary>
internal sealed class ExactNumber
{
    private const int StackBytes = 128;
    private readonly byte[] _text;
    private readonly double _rounded;

    public ExactNumber(JsonElement number)
    {
        _text = JsonMarshal.GetRawUtf8Value(number).ToArray();
        _rounded = number.GetDouble();
    }

    /// <summary>Whether <paramref name="number"/> has no fraction.</summary>
    public static bool IsInteger(JsonElement number)
    {
        if (number.TryGetInt64(out _))
        {
            return true;
        }

        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(number);
        return JsonNumber.Parse(text, text.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[text.Length]).IsInteger;
    }

    /// <summary>Less than zero, zero or more than zero, as <paramref name="number"/> is less than, equal to or more than this.</summary>
    public int Compare(JsonElement number)
    {
        // Rounding keeps order, so only numbers that round alike need their digits read.
        double rounded = number.GetDouble();
        return rounded < _rounded ? -1 : rounded > _rounded ? 1 : CompareExactly(JsonMarshal.GetRawUtf8Value(number));
    }

    private int CompareExactly(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual(_text))
        {
            return 0;
        }

        JsonNumber other = JsonNumber.Parse(text, text.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[text.Length]);
        JsonNumber own = JsonNumber.Parse(_text, _text.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[_text.Length]);
        return other.CompareTo(own);
    }
}
