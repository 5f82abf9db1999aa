using System.Buffers;
using System.Globalization;
using System.Text;

namespace SkillHost.Schemas.Values;

/// <summary>Names places in a text.</summary>
internal static class TextPlace
{
    /// <summary><c>at line 2, byte 17 (byte 40 of all)</c>, each counted from 1.</summary>
    public static string Of(ReadOnlySpan<byte> text, int index)
    {
        ReadOnlySpan<byte> before = text[..Math.Min(index, text.Length)];
        int line = before.Count((byte)'\n') + 1;
        int column = before.Length - before.LastIndexOf((byte)'\n');
        string all = line == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (byte {before.Length + 1} of all)");
        return string.Create(CultureInfo.InvariantCulture, $"at line {line}, byte {column}{all}");
    }

    /// <summary>Index of the first byte that is not UTF-8.</summary>
    public static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        int index = 0;
        while (index < text.Length && Rune.DecodeFromUtf8(text[index..], out _, out int length) == OperationStatus.Done)
        {
            index += length;
        }

        return index;
    }
}
