using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SkillHost.Audit;

/// <summary>How a line of the log is written, hashed and read back.</summary>
internal static class AuditFormat
{
    private const int HashLength = 64;

    /// <summary>What the first line names as the line before.</summary>
    public static readonly string Genesis = new('0', HashLength);

    private static readonly byte[] Unsealed = "\"hash\":\"\"}"u8.ToArray();
    private static readonly byte[] End = "\"}"u8.ToArray();

    /// <summary>The entry with its hash, and its line with the line feed.</summary>
    public static AuditEntry Seal(AuditEntry entry, Stream lines)
    {
        ReadOnlySpan<byte> open = JsonSerializer.SerializeToUtf8Bytes(entry with { Hash = "" }, AuditJson.Default.AuditEntry);
        string hash = Hash(open);
        lines.Write(open[..^End.Length]);
        lines.Write(Encoding.ASCII.GetBytes(hash));
        lines.Write(End);
        lines.WriteByte((byte)'\n');
        return entry with { Hash = hash };
    }

    /// <summary>A line that is not part of the chain, with its line feed.</summary>
    public static byte[] Note(AuditEntry entry) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(entry, AuditJson.Default.AuditEntry), (byte)'\n'];

    /// <summary>The hash that the line should have: of its bytes with an empty hash. Null when it does not end with a hash.</summary>
    public static string? HashOf(ReadOnlySpan<byte> line)
    {
        int open = line.Length - HashLength - End.Length;
        int head = open - (Unsealed.Length - End.Length);
        return head > 0 && line[head..open].SequenceEqual(Unsealed.AsSpan(0, Unsealed.Length - End.Length)) && line.EndsWith(End)
            ? Hash([.. line[..open], .. End])
            : null;
    }

    /// <summary>The entry in a line, or null when the line is not one.</summary>
    public static AuditEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AuditJson.Default.AuditEntry);
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
}
