namespace SkillHost.Schemas.Values;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Spelling
{
    private const int MaxLength = 64;
    private const int MaxCandidates = 256;

    /// <summary>The nearest of <paramref name="known"/> to <paramref name="word"/>, or null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length > MaxLength)
        {
            return null;
        }

        // Short words are near to everything, so only letter case may differ in them.
        int most = word.Length < 3 ? 0 : Math.Max(1, word.Length / 3);
        (string? nearest, int distance) = (null, most + 1);
        foreach (string candidate in known.Where(k => Math.Abs(k.Length - word.Length) <= most).Take(MaxCandidates))
        {
            int found = Distance(word, candidate);
            (nearest, distance) = found < distance ? (candidate, found) : (nearest, distance);
        }

        return nearest;
    }

    // Optimal string alignment, letter case ignored: insertions, deletions, substitutions and swaps of neighbours.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Step(a, b, i, j, cost);
            }
        }

        return cost[a.Length, b.Length];
    }

    private static int Step(string a, string b, int i, int j, int[,] cost)
    {
        bool same = Same(a[i - 1], b[j - 1]);
        int best = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (same ? 0 : 1));
        bool swapped = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]);
        return swapped ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
    }

    private static bool Same(char x, char y) => char.ToLowerInvariant(x) == char.ToLowerInvariant(y);
}
