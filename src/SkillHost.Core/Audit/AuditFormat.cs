using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SkillHost.Audit;

/// <summary>How a line of the log is written, hashed and read back.</summary>
internal static class AuditFormat
{
    /// <summary>What the first line names as the line before.</summary>
    public static readonly string Genesis = new('0', 64);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The entry with its hash, as one line of JSON with its line feed.</summary>
    public static (AuditEntry Entry, byte[] Line) Seal(AuditEntry entry)
    {
        AuditEntry whole = entry with { Hash = HashOf(entry) };
        return (whole, [.. JsonSerializer.SerializeToUtf8Bytes(whole, Json), (byte)'\n']);
    }

    /// <summary>Hash of everything in the entry but its hash.</summary>
    public static string HashOf(AuditEntry entry) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(entry with { Hash = "" }, Json)));

    /// <summary>The entry in a line, or null when the line is not one.</summary>
    public static AuditEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditEntry>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Name of the n-th file, from 1.</summary>
    public static string FileName(int number) => $"audit-{number:000000}.jsonl";

    /// <summary>The log's files in order.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "audit-*.jsonl").Order(StringComparer.Ordinal)] : [];

    /// <summary>The last whole line of a file, and whether bytes without a line feed follow it.</summary>
    public static (string? Line, long End) LastLine(FileStream file)
    {
        const int Window = 64 * 1024;
        long from = Math.Max(0, file.Length - Window);
        byte[] tail = new byte[file.Length - from];
        file.Position = from;
        file.ReadExactly(tail);
        int end = tail.AsSpan().LastIndexOf((byte)'\n');
        if (end < 0)
        {
            return (null, 0);
        }

        int start = tail.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
        return (Encoding.UTF8.GetString(tail, start, end - start), from + end + 1);
    }
}
