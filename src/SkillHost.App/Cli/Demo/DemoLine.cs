using SkillHost.Skills;

namespace SkillHost.App.Cli.Demo;

/// <summary>A call of the demonstration as words of a command line.</summary>
/// <param name="Text">The whole line, as it can be typed into a shell in the working directory.</param>
/// <param name="Flags">The flags of <c>run</c>.</param>
internal sealed record DemoLine(string Text, IReadOnlyList<string> Flags)
{
    /// <summary>The program as it is started from here: by the launcher where that stands in the working directory.</summary>
    public static string Program => File.Exists("skillhost") ? "./skillhost" : "skillhost";

    /// <summary>The line for <paramref name="call"/>, with the sample files of <paramref name="skill"/>.</summary>
    public static DemoLine For(DemoCall call, Skill skill)
    {
        string samples = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(skill.Folder, "samples"));
        string[] flags = [.. call.Flags.Select(f => f.Replace("{samples}", samples, StringComparison.Ordinal))];
        return new DemoLine(string.Join(' ', [Program, "run", call.Function, .. flags.Select(Quote)]), flags);
    }

    private static string Quote(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,@%+".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
