namespace SkillHost.Skills;

/// <summary>Finds what a misspelt word was probably meant to be.</summary>
internal static class NearMiss
{
    private const int LongestWord = 40;

    /// <summary><c>; did you mean "limits"?</c>, or nothing when no known word is near.</summary>
    public static string Hint(string seen, IEnumerable<string> known)
    {
        if (seen.Length is 0 or > LongestWord)
        {
            return "";
        }

        string? best = known.Select(word => (word, distance: Distance(Plain(seen), Plain(word))))
            .Where(c => c.distance <= Math.Min(2, c.word.Length / 3))
            .OrderBy(c => c.distance).ThenBy(c => c.word, StringComparer.Ordinal)
            .Select(c => c.word).FirstOrDefault();
        return best is null ? "" : $"; did you mean {best}?";
    }

    private static string Plain(string word) =>
        word.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
