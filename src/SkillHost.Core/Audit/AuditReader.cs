using System.Text;

namespace SkillHost.Audit;

/// <summary>Reads the log and checks its chain. Never writes, and asks no lock: hosts go on while it reads.</summary>
public sealed class AuditReader(string folder)
{
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(5);

    /// <summary>Every entry, oldest first; lines that cannot be read are left out.</summary>
    public IEnumerable<AuditEntry> Read() => AuditFormat.Files(folder).SelectMany(EntriesOf);

    /// <summary>The last <paramref name="count"/> entries that <paramref name="wanted"/> takes, oldest first.</summary>
    public IReadOnlyList<AuditEntry> ReadLast(int count, Func<AuditEntry, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        List<AuditEntry> found = [];
        foreach (string file in AuditFormat.Files(folder).Reverse())
        {
            if (found.Count >= count)
            {
                break;
            }

            found.InsertRange(0, EntriesOf(file).Where(wanted).TakeLast(count - found.Count));
        }

        return found;
    }

    /// <summary>
    /// Checks numbers, links and hashes of all files, up to the first line that does not hold. Where early files were moved away, the
    /// first line that is left is taken as the beginning.
    /// </summary>
    /// <param name="expected">Hash of a line that must be in the chain, noted earlier and elsewhere; null to ask for none.</param>
    public AuditVerification Verify(string? expected = null)
    {
        AuditVerification seen = new(0, AuditFormat.Genesis, null);
        IReadOnlyList<string> files = AuditFormat.Files(folder);
        foreach (AuditLine line in files.SelectMany(AuditLine.Read))
        {
            if (!line.Whole && line.File == files[^1])
            {
                return Expect(seen with { IsTorn = true }, expected);
            }

            AuditEntry? entry = line.Entry;
            bool first = seen.Entries == 0;
            if (Misses(line, entry, seen, mayBegin: first && line.File != Path.Combine(folder, AuditFormat.FileName(1))) is { } problem)
            {
                return seen with { Problem = $"{Path.GetFileName(line.File)}({line.Number}): the line {problem}" };
            }

            seen = seen with
            {
                Entries = seen.Entries + 1,
                First = first ? entry!.Sequence : seen.First, // Null gave a problem above.
                Head = entry!.Hash,
                ExpectedAt = entry.Hash == expected ? entry.Sequence : seen.ExpectedAt,
            };
        }

        return Expect(seen, expected);
    }

    /// <summary>Ids of all calls with an entry in a file that was written to after <paramref name="time"/>.</summary>
    internal HashSet<string> IdsSince(DateTimeOffset time) =>
    [
        .. AuditFormat.Files(folder).Where(file => File.GetLastWriteTimeUtc(file) >= (time - ClockSlack).UtcDateTime)
            .SelectMany(EntriesOf).Select(entry => entry.Record.InvocationId),
    ];

    private static IEnumerable<AuditEntry> EntriesOf(string file) => AuditLine.Read(file).Select(line => line.Entry).OfType<AuditEntry>();

    private static string? Misses(AuditLine line, AuditEntry? entry, AuditVerification seen, bool mayBegin) => entry switch
    {
        null => line.Whole ? "is not an entry" : "has no end",
        _ when !mayBegin && entry.Sequence != seen.Last + 1 =>
            $"is number {entry.Sequence}, wanted {seen.Last + 1}: lines are missing or out of order",
        _ when !mayBegin && entry.Previous != seen.Head => "does not follow the line before it",
        _ when AuditFormat.HashOf(line.Bytes.Span) is not { } hash || hash != entry.Hash => "was changed after it was written",
        _ => null,
    };

    private static AuditVerification Expect(AuditVerification seen, string? expected) =>
        expected is null || seen.ExpectedAt is not null || (expected == AuditFormat.Genesis && seen.First == 1)
            ? seen
            : seen with { Problem = $"no line has the hash {Shown(expected)}: the log was cut short or replaced" };

    private static string Shown(string text) => string.Concat(text.EnumerateRunes().Where(r => r.IsAscii && !Rune.IsControl(r)).Take(64));
}
