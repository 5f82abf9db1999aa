using SkillHost.Skills;

namespace SkillHost.App.Cli.Demo;

/// <summary>A call of the demonstration as words of a command line.</summary>
/// <param name="Words">All words, as they can be typed into a shell in the working directory.</param>
/// <param name="Flags">The flags of <c>run</c>, not quoted.</param>
internal sealed record DemoLine(IReadOnlyList<string> Words, IReadOnlyList<string> Flags)
{
    /// <summary>The whole line.</summary>
    public string Text => string.Join(' ', Words);

    /// <summary>The program as it is started from here: by the launcher where that stands in the working directory.</summary>
    public static string Program => File.Exists("skillhost") ? "./skillhost" : "skillhost";

    /// <summary>The line for <paramref name="call"/>, with the sample files of <paramref name="skill"/>.</summary>
    public static DemoLine For(DemoCall call, Skill skill)
    {
        string samples = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(skill.Folder, "samples"));
        string[] flags = [.. call.Flags.Select(f => f.Replace("{samples}", samples, StringComparison.Ordinal))];
        return new DemoLine([Program, "run", call.Function, .. flags.Select(Quote)], flags);
    }

    /// <summary>The line behind a prompt, folded with backslashes so that it can still be copied whole.</summary>
    public IEnumerable<string> Folded(int width)
    {
        string line = "$";
        foreach (string word in Words)
        {
            if (line.Length + word.Length + 3 > width && line.Length > 4)
            {
                yield return line + " \\";
                line = "   ";
            }

            line += $" {word}";
        }

        yield return line;
    }

    private static string Quote(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,@%+".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
