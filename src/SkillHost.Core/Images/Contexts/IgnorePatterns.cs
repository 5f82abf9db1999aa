using SkillHost.Skills;

namespace SkillHost.Images.Contexts;

/// <summary>The <c>.dockerignore</c> of a folder, as the engine's own tools read it: the last line that matches decides.</summary>
internal sealed class IgnorePatterns(IReadOnlyList<IgnorePattern> patterns)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = ".dockerignore";

    private const int MaxPatterns = 1000;

    /// <summary>Reads the lines; what cannot be read is added to <paramref name="failures"/>.</summary>
    public static IgnorePatterns Parse(string text, string file, ICollection<SkillFailure> failures)
    {
        List<IgnorePattern> patterns = [];
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        for (int at = 0; at < lines.Length; at++)
        {
            string line = lines[at].StartsWith('#') ? "" : lines[at].Trim();
            if (line.Length == 0 || line is "/" or ".")
            {
                continue;
            }

            if (patterns.Count < MaxPatterns && IgnorePattern.Parse(line) is { } pattern)
            {
                patterns.Add(pattern);
                continue;
            }

            bool full = patterns.Count == MaxPatterns;
            string wanted = full ? $"at most {MaxPatterns} patterns" : "a pattern such as *.log, **/bin or !keep.txt";
            failures.Add(new SkillFailure { File = file, Line = at + 1, Seen = SafeText.Seen(line), Wanted = wanted });
        }

        return new IgnorePatterns(patterns);
    }

    /// <summary>Whether the path is left out, either by itself or with a folder it is in.</summary>
    public bool Excludes(string path)
    {
        bool excluded = false;
        foreach (IgnorePattern pattern in patterns)
        {
            if (excluded == pattern.Negated && MatchesWithParents(pattern, path))
            {
                excluded = !pattern.Negated;
            }
        }

        return excluded;
    }

    /// <summary>Whether something inside an excluded folder may still be sent.</summary>
    public bool MayIncludeInside(string folder) => patterns.Any(p => p.Negated && p.MayMatchInside(folder));

    private static bool MatchesWithParents(IgnorePattern pattern, string path)
    {
        for (string at = path; at.Length > 0; at = at[..Math.Max(0, at.LastIndexOf('/'))])
        {
            if (pattern.Matches(at))
            {
                return true;
            }
        }

        return false;
    }
}
