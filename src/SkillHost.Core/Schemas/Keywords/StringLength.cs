using System.Runtime.InteropServices;
using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary>The length of a JSON string in code points.</summary>
internal static class StringLength
{
    /// <summary>Code points of <paramref name="value"/>, read without decoding where nothing is escaped.</summary>
    public static long Of(JsonElement value)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return raw.Contains((byte)'\\') ? Decoded(value.GetString()!) : Utf8(raw);
    }

    private static long Utf8(ReadOnlySpan<byte> text)
    {
        long length = 0;
        foreach (byte b in text)
        {
            length += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return length;
    }

    private static long Decoded(string text)
    {
        long length = text.Length;
        foreach (char c in text)
        {
            length -= char.IsHighSurrogate(c) ? 1 : 0;
        }

        return length;
    }
}
