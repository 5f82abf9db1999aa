namespace SkillHost.Audit;

/// <summary>Reads the log and checks its chain.</summary>
public sealed class AuditReader(string folder)
{
    /// <summary>Every entry, oldest first; lines that cannot be read are left out.</summary>
    public IEnumerable<AuditEntry> Read() => Lines().Select(l => AuditFormat.Parse(l.Text)).OfType<AuditEntry>();

    /// <summary>Checks numbers, links and hashes of all files, up to the first line that does not hold.</summary>
    public AuditVerification Verify()
    {
        (long count, string head) = (0, AuditFormat.Genesis);
        foreach ((string file, int number, string text) in Lines())
        {
            AuditEntry? entry = AuditFormat.Parse(text);
            string? problem = entry is null ? "is not an entry"
                : entry.Sequence != count + 1 ? $"is number {entry.Sequence}, wanted {count + 1}: lines are missing or out of order"
                : entry.Previous != head ? "does not follow the line before it"
                : entry.Hash != AuditFormat.HashOf(entry) ? "was changed after it was written"
                : null;
            if (problem is not null)
            {
                return new AuditVerification(count, head, $"{Path.GetFileName(file)}({number}): the line {problem}");
            }

            (count, head) = (entry!.Sequence, entry.Hash); // Null gave a problem above.
        }

        return new AuditVerification(count, head, null);
    }

    private IEnumerable<(string File, int Number, string Text)> Lines() =>
        AuditFormat.Files(folder).SelectMany(file => File.ReadLines(file).Select((text, i) => (file, i + 1, text)));
}
