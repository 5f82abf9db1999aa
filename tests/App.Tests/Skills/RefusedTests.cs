using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Skills;

/// <summary>Every folder of bad company is refused where its fault stands, and none hides another.</summary>
public sealed class RefusedTests
{
    private const string Mark = "# refused: ";

    [Fact]
    public async Task Validate_SkillsAsShipped_FindsNothing()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(Repository.Root, "validate");

        Assert.True(result.ExitCode == 0, result.Out + result.Error);
    }

    [Fact]
    public async Task Validate_ManifestsWithOneFaultEach_NamesEveryFaultyLine()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(Repository.Root, "--skills", "tests/skills/refused", "validate");

        string said = result.Out + result.Error;
        string[] unsaid = [.. Folders("refused").Select(Place).Where(place => !said.Contains(place, StringComparison.Ordinal))];
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(unsaid);
    }

    [EngineFact]
    public async Task Build_DockerfilesWithOneFaultEach_NamesEveryFaultyLineAndRunsNoStep()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(Repository.Root, "--skills", "tests/skills/refused-builds", "build");

        string said = result.Out + result.Error;
        string[] unsaid = [.. Folders("refused-builds").Select(BuildPlace).Where(place => !said.Contains(place, StringComparison.Ordinal))];
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(unsaid);
        Assert.DoesNotContain("Step 1", said, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Folders(string kind) =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests", "skills", kind)).Order(StringComparer.Ordinal);

    /// <summary>
    /// The marked line of the manifest; the folder where the first line speaks for the whole, or nothing could be written.
    /// </summary>
    private static string Place(string folder)
    {
        string name = Path.GetFileName(folder);
        string manifest = Path.Combine(folder, "skill.yaml");
        int line = File.Exists(manifest)
            ? Array.FindIndex(File.ReadAllLines(manifest), text => text.Contains(Mark, StringComparison.Ordinal)) + 1
            : 0;
        bool whole = line == 0 || (line == 1 && File.ReadLines(manifest).First().StartsWith(Mark, StringComparison.Ordinal));
        return whole ? name : $"{name}/skill.yaml({line}";
    }

    /// <summary>The line after the mark; the first for a directive, which nothing may stand before.</summary>
    private static string BuildPlace(string folder)
    {
        string name = Path.GetFileName(folder);
        string[] lines = File.ReadAllLines(Path.Combine(folder, "Dockerfile"));
        int mark = Array.FindIndex(lines, text => text.StartsWith(Mark, StringComparison.Ordinal)) + 1;
        int line = lines is [['#', ' ', 's', 'y', 'n', 't', 'a', 'x', ..], ..] ? 1 : mark + 1;
        return mark == 0 ? name : $"{name}/Dockerfile({line})";
    }
}
