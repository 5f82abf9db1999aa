using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SkillHost.Schemas.Values;

/// <summary>Says what is wrong with text that is no JSON.</summary>
internal static class JsonSyntax
{
    /// <summary>One sentence with the place where reading failed. <paramref name="depth"/> is how deep it was by then.</summary>
    public static string Describe(ReadOnlySpan<byte> text, JsonException failure, int depth, int maxDepth)
    {
        int at = Math.Min(text.Length, LineStart(text, failure.LineNumber ?? 0) + (int)(failure.BytePositionInLine ?? 0));
        return $"{Describe(text[at..], text[..at], depth, maxDepth)} {TextPlace.Of(text, at)}";
    }

    private static string Describe(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> before, int depth, int maxDepth)
    {
        ReadOnlySpan<byte> last = before.TrimEnd(" \t\r\n"u8);
        return rest switch
        {
            [] => "ends in the middle of a value",
            [(byte)'[' or (byte)'{', ..] when depth >= maxDepth => $"is nested more than {maxDepth} deep",
            [(byte)'N' or (byte)'I', ..] => "holds NaN or Infinity, which JSON does not have",
            [(byte)'\'', ..] => "has a single quote; JSON takes double quotes",
            [(byte)'/', ..] => "has a comment; JSON has none",
            [< 0x20, ..] => "has a line break or another control character inside a string; escape it, such as \\n",
            [(byte)']' or (byte)'}', ..] when last is [.., (byte)','] => "has a comma before the closing bracket",
            _ when depth == 0 && last.Length > 0 && last[^1] != '-' => $"has more text after its one value: {First(rest)}",
            _ => $"is not JSON: unexpected {First(rest)}",
        };
    }

    private static string First(ReadOnlySpan<byte> text) =>
        Rune.DecodeFromUtf8(text, out Rune rune, out _) == OperationStatus.Done ? $"'{Quote.Text(rune.ToString())}'" : "bytes";

    private static int LineStart(ReadOnlySpan<byte> text, long line)
    {
        int at = 0;
        for (; line > 0; line--)
        {
            at += text[at..].IndexOf((byte)'\n') + 1;
        }

        return at;
    }
}
