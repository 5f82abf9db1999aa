using SkillHost.App.Tests.Readme;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Skills;

/// <summary>What the README of a skill shows after a command is what the command answers.</summary>
[Collection(ShippedSkills.Name)]
public sealed class SkillReadmeTests
{
    private const string Indent = "    ";
    private const string Prompt = Indent + "$ ";

    [EngineFact]
    public async Task Readmes_OfTheSkillsAsShipped_ShowCommandsThatAnswerSo()
    {
        List<string> broken = [];
        int answers = 0;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "skills"), "README.md", SearchOption.AllDirectories))
        {
            foreach ((string command, string answer) in Calls(await File.ReadAllLinesAsync(file)))
            {
                answers += answer.Length > 0 ? 1 : 0;
                ProgramResult result = await Shell.RunAsync(Repository.Root, command);
                if (result.ExitCode != 0 || (answer.Length > 0 && result.Out.TrimEnd() != answer))
                {
                    broken.Add($"{command}: exit code {result.ExitCode}, seen {result.Out}{result.Error}");
                }
            }
        }

        Assert.Empty(broken);
        Assert.True(answers >= 7, $"only {answers} answers were found");
    }

    /// <summary>Every indented line that begins with <c>$</c>, and the indented lines after it.</summary>
    private static IEnumerable<(string Command, string Answer)> Calls(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(Prompt, StringComparison.Ordinal))
            {
                IEnumerable<string> answer = lines.Skip(i + 1)
                    .TakeWhile(l => l.StartsWith(Indent, StringComparison.Ordinal) && !l.StartsWith(Prompt, StringComparison.Ordinal));
                yield return (lines[i][Prompt.Length..], string.Join('\n', answer.Select(l => l[Indent.Length..])));
            }
        }
    }
}
