namespace SkillHost.Secrets.Redaction;

/// <summary>Finds secrets, and beginnings of secrets, in bytes.</summary>
internal sealed class Finder(Needle[] needles)
{
    private readonly int _longest = needles.Max(needle => needle.Bytes.Length);

    /// <summary>Bytes of the longest spelling.</summary>
    public int Longest => _longest;

    /// <summary>Every place where a secret stands, in order, none touching the next.</summary>
    public List<Match> Find(ReadOnlySpan<byte> data, in Unwrapped unwrapped)
    {
        List<Match> matches = [];
        foreach (Needle needle in needles)
        {
            Collect(needle, data, matches);
            if (needle.Wrapped && unwrapped.Differs)
            {
                Collect(needle, unwrapped, matches);
            }
        }

        return matches.Count > 1 ? Merge(matches) : matches;
    }

    /// <summary>Where the longest beginning of a secret stands that reaches the end; the length where there is none.</summary>
    public int BeginningAtEnd(ReadOnlySpan<byte> data, in Unwrapped unwrapped)
    {
        int first = data.Length;
        foreach (Needle needle in needles)
        {
            first = Math.Min(first, BeginningAtEnd(data, needle.Bytes));
            int at = needle.Wrapped && unwrapped.Differs ? BeginningAtEnd(unwrapped.Bytes, needle.Bytes) : unwrapped.Bytes.Length;
            if (at < unwrapped.Bytes.Length)
            {
                first = Math.Min(first, unwrapped.PlaceOf(at));
            }
        }

        return first;
    }

    private static int BeginningAtEnd(ReadOnlySpan<byte> data, ReadOnlySpan<byte> needle)
    {
        int from = Math.Max(0, data.Length - needle.Length + 1);
        while (from < data.Length)
        {
            int next = data[from..].IndexOf(needle[0]);
            if (next < 0)
            {
                return data.Length;
            }

            from += next;
            if (needle.StartsWith(data[from..]))
            {
                return from;
            }

            from++;
        }

        return data.Length;
    }

    private static void Collect(Needle needle, ReadOnlySpan<byte> data, List<Match> matches)
    {
        for (int from = 0; data[from..].IndexOf(needle.Bytes) is >= 0 and var at; from += at + 1)
        {
            matches.Add(new Match(from + at, from + at + needle.Bytes.Length, needle.Name));
        }
    }

    private static void Collect(Needle needle, in Unwrapped data, List<Match> matches)
    {
        for (int from = 0; data.Bytes[from..].IndexOf(needle.Bytes) is >= 0 and var at; from += at + 1)
        {
            int last = data.PlaceOf(from + at + needle.Bytes.Length - 1);
            matches.Add(new Match(data.PlaceOf(from + at), last + 1, needle.Name));
        }
    }

    private static List<Match> Merge(List<Match> matches)
    {
        matches.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        List<Match> merged = [matches[0]];
        foreach (Match match in matches)
        {
            Match last = merged[^1];
            if (match.Start < last.End)
            {
                merged[^1] = last with { End = Math.Max(last.End, match.End) };
            }
            else
            {
                merged.Add(match);
            }
        }

        return merged;
    }
}
