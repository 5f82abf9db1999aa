using System;
using System.IO;
using System.Text;

namespace SkillHost.Runner;

/// <summary>Media types of what skills mostly make.</summary>
internal static class Mime
{
    private const string Unknown = "application/octet-stream";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>By the first bytes.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 3 && bytes[0] == 0x89 && bytes[1..].StartsWith("PNG"u8) ? "image/png"
        : bytes.Length > 2 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff ? "image/jpeg"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.StartsWith("RIFF"u8) && bytes.Length > 11 && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
        : bytes.StartsWith("%PDF-"u8) ? "application/pdf"
        : bytes.StartsWith("<svg"u8) ? "image/svg+xml"
        : Unknown;

    /// <summary>By the end of a file's name; null where it says nothing.</summary>
    public static string? OfName(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".GIF" => "image/gif",
        ".WEBP" => "image/webp",
        ".SVG" => "image/svg+xml",
        ".PDF" => "application/pdf",
        ".JSON" => "application/json",
        ".TXT" or ".LOG" => "text/plain",
        ".CSV" => "text/csv",
        ".MD" => "text/markdown",
        ".HTML" or ".HTM" => "text/html",
        ".XML" => "text/xml",
        ".WAV" => "audio/wav",
        ".MP3" => "audio/mpeg",
        _ => null,
    };

    /// <summary>The text that bytes are, or null.</summary>
    public static string? AsText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
