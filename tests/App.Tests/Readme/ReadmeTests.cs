using System.Diagnostics;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Readme;

[Collection(OwnFolderTests.Name)]
public sealed class ReadmeTests
{
    private readonly string _readme = Repository.Read("README.md");

    [Fact]
    public void Readme_IsShort() => Assert.InRange(_readme.Split('\n').Length, 50, 150);

    [Fact]
    public void Readme_LinksInside_LeadSomewhere()
    {
        string[] links = [.. System.Text.RegularExpressions.Regex.Matches(_readme, @"\]\(([^):#]+)\)").Select(m => m.Groups[1].Value)];

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Repository.Root, link)), link));
    }

    [EngineFact]
    public async Task Readme_EveryCommand_RunsInAFreshCopyAndSaysWhatItPromises()
    {
        string script = string.Join('\n', ReadmeBlocks.Of(_readme, "sh"));
        Assert.Contains("./skillhost demo", script, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "test.sh")));
        // The tests cannot run themselves: whoever reads this result has run that line.
        script = script.Replace("\n./test.sh ", "\ntrue ", StringComparison.Ordinal);
        using RepositoryCopy copy = new();
        try
        {
            ProgramResult result = await RunAsync(copy.Root, $"set -euo pipefail\n{script}\n");

            Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}\n{result.Out}\n{result.Error}");
            Assert.Contains("5 of 5 calls ok", result.Out, StringComparison.Ordinal);
            Assert.Contains("\n{\"days\": 28}\n", result.Out, StringComparison.Ordinal);
            Assert.Contains("date-math.days_between", result.Out, StringComparison.Ordinal);
        }
        finally
        {
            await ProbeSkill.RemoveImagesAsync("skillhost/skill-date-math:");
        }
    }

    private static async Task<ProgramResult> RunAsync(string folder, string script)
    {
        ProcessStartInfo start = new("bash", ["-s"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("bash could not be started");
        return await SkillHostProgram.EndAsync(process, script);
    }
}
