namespace SkillHost.App.Cli;

/// <summary>Guesses what a misspelt name was meant to be.</summary>
internal static class Suggestion
{
    /// <summary>A message that no <paramref name="noun"/> is named <paramref name="seen"/>, with the nearest or all known names.</summary>
    public static string For(string noun, string seen, IEnumerable<string> known)
    {
        string[] names = [.. known.Distinct().Order(StringComparer.Ordinal)];
        string head = $"no {noun} is named '{seen}'";
        if (names.Length == 0)
        {
            return $"{head}; there is none at all";
        }

        string[] near =
            [.. names.Where(name => IsNear(seen, name)).GroupBy(name => Distance(seen, name)).MinBy(group => group.Key)?.Take(3) ?? []];
        return near.Length > 0
            ? $"{head}; did you mean {string.Join(" or ", near)}?"
            : $"{head}; there are {string.Join(", ", names.Take(10))}{(names.Length > 10 ? ", …" : "")}";
    }

    private static bool IsNear(string seen, string name) =>
        Distance(seen, name) <= Math.Max(2, name.Length / 4)
        || (seen.Length > 2 && name.Contains(seen, StringComparison.OrdinalIgnoreCase));

    /// <summary>Levenshtein's distance, letters' case ignored.</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                int next = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = row[j];
                row[j] = next;
            }
        }

        return row[^1];
    }
}
