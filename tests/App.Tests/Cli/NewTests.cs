using System.Security.Cryptography;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

public sealed class NewTests
{
    [EngineFact]
    public async Task New_OfEveryKind_ValidatesBuildsAndRunsAtOnce()
    {
        using SkillsFolder folder = new();
        string tag = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        folder.Write("appsettings.json", $$"""
            { "SkillHost": { "ImagesFolder": "{{Repository.Root}}images", "StateFolder": "state" } }
            """);
        string[] kinds = ["python", "python-command", "dotnet", "node", "bash", "gcc", "dockerfile"];
        try
        {
            foreach (string kind in kinds)
            {
                ProgramResult made = await SkillHostProgram.RunAsync(folder.Root, "new", $"new-{kind}-{tag}", "--runtime", kind);
                Assert.Equal((0, ""), (made.ExitCode, made.Error));
                Assert.Contains($"skillhost run new-{kind}-{tag}.greet --name Ada", made.Out, StringComparison.Ordinal);
            }

            Assert.Equal("7 skills valid, 0 not, 0 errors\n", (await SkillHostProgram.RunAsync(folder.Root, "validate")).Out);
            Assert.Equal(0, (await SkillHostProgram.RunAsync(folder.Root, "build")).ExitCode);
            foreach (string function in kinds.Select(kind => $"new-{kind}-{tag}.greet"))
            {
                ProgramResult plain = await SkillHostProgram.RunAsync(folder.Root, "run", function, "--name", "Ada");
                ProgramResult loud = await SkillHostProgram.RunAsync(folder.Root, "run", function, "--name", "a \"b\"", "--loud");

                Assert.Equal("Hello, Ada!", JsonDocument.Parse(plain.Out).RootElement.GetProperty("greeting").GetString());
                Assert.Equal("HELLO, A \"B\"!", JsonDocument.Parse(loud.Out).RootElement.GetProperty("greeting").GetString());
            }
        }
        finally
        {
            foreach (string kind in kinds)
            {
                await ProbeSkill.RemoveImagesAsync($"skillhost/skill-new-{kind}-{tag}:");
            }
        }
    }

    [Fact]
    public async Task New_FolderThatIsThere_IsRefusedAndLeftAlone()
    {
        using SkillsFolder folder = new();
        await SkillHostProgram.RunAsync(folder.Root, "new", "mine", "--runtime", "bash");
        folder.Write("skills/mine/greet.sh", "echo my own\n");

        ProgramResult again = await SkillHostProgram.RunAsync(folder.Root, "new", "mine", "--runtime", "bash");

        Assert.Equal(2, again.ExitCode);
        Assert.Contains("is there already; wanted a name that is free", again.Error, StringComparison.Ordinal);
        Assert.Equal("echo my own\n", await File.ReadAllTextAsync(Path.Combine(folder.Root, "skills/mine/greet.sh")));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(folder.Root, "skills")));
    }

    [Theory]
    [InlineData("name: seen My_Skill, wanted a name of 1 to 64", "My_Skill", "--runtime", "bash")]
    [InlineData("name: seen ../up, wanted a name of 1 to 64", "../up", "--runtime", "bash")]
    [InlineData("name: seen con, wanted another name", "con", "--runtime", "bash")]
    [InlineData("no kind of scaffold is named 'pyton'; did you mean python?", "a", "--runtime", "pyton")]
    [InlineData("--runtime python stands on the runtime python, which this host has not: there are bash", "a", "--runtime", "python")]
    [InlineData("Option '--runtime' is required.", "a")]
    public async Task New_WhatCannotBe_IsRefusedWithCode2(string message, params string[] arguments)
    {
        using SkillsFolder folder = new();

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, ["new", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"skillhost: {message}", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder.Root, "skills")));
    }
}
