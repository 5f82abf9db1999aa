using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.App.Tests.Running;
using SkillHost.Containers;
using SkillHost.Docker;

namespace SkillHost.App.Tests.Skills;

/// <summary>Builds that misuse the machine are ended at a bound, and a host that is killed amid one leaves no container.</summary>
[Collection(OwnFolderTests.Name)]
public sealed class HostileBuildTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [EngineFact]
    public async Task Build_SkillsThatMisuseTheMachine_EndedAtABoundAndNoStepIsLeft()
    {
        string[] hostile = ["build-dials-out", "build-eats-memory", "build-fails", "build-fills-disk", "build-floods", "build-sleeps"];

        using Process process = SkillHostProgram.Start(
            Repository.Root,
            ["--skills", "tests/skills/hostile-builds", "-v", "build", "--parallel", "4", "build-forks", .. hostile],
            "SKILLHOST_Images__BuildTimeout=00:00:30",
            "SKILLHOST_Images__BuildMemoryBytes=67108864",
            "SKILLHOST_Images__MaxImageBytes=314572800",
            "SKILLHOST_Images__BuildPids=64");
        ProgramResult result = await SkillHostProgram.EndAsync(process, "");

        Assert.Equal(1, result.ExitCode);
        Assert.All(hostile, skill => Assert.Matches($@"(?m)^{skill} +failed ", result.Out));

        // Its last command may end well all the same; what it started ends with its step.
        Assert.Matches("build-forks: .*Cannot fork", result.Error);
        Assert.Contains("the reason stands here", result.Error, StringComparison.Ordinal);
        await AssertNoneLeftAsync(Steps(result.Error));
        await ProbeSkill.RemoveImagesAsync("skillhost/skill-build-forks:");
    }

    [EngineFact]
    public async Task Kill_HostAmidABuild_StepEndsAndTheNextBuildIsClean()
    {
        string skill = $"killed-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        using SkillsFolder folder = new();
        folder.Write("appsettings.json", $$"""{ "SkillHost": { "ImagesFolder": "{{Repository.Root}}images", "StateFolder": "state" } }""")
            .Write($"skills/{skill}/Dockerfile", $"FROM debian:bookworm-slim\nRUN echo {skill} && sleep 9999\n")
            .Write($"skills/{skill}/skill.yaml", $$"""
                apiVersion: skillhost/v1
                name: {{skill}}
                version: 1.0.0
                description: Is killed while it is built.
                functions: [{ name: run, description: Runs., inputSchema: { type: object }, command: [/bin/true] }]
                """);
        string[] steps;
        using (Process victim = SkillHostProgram.Start(folder.Root, ["-v", "build"]))
        {
            steps = await ReadUntilAsync(victim, $"{skill}: {skill}");
            victim.Kill();
            await victim.WaitForExitAsync();
        }

        Assert.NotEmpty(steps);
        await AssertNoneLeftAsync(steps);
        folder.Write($"skills/{skill}/Dockerfile", $"FROM debian:bookworm-slim\nRUN echo {skill}\n");
        ProgramResult next = await SkillHostProgram.RunAsync(folder.Root, "build");
        Assert.True(next.ExitCode == 0, next.Out + next.Error);
        await ProbeSkill.RemoveImagesAsync($"skillhost/skill-{skill}:");
    }

    private static async Task<string[]> ReadUntilAsync(Process process, string last)
    {
        using CancellationTokenSource deadline = new(Patience);
        List<string> lines = [];
        while (await process.StandardError.ReadLineAsync(deadline.Token) is { } line)
        {
            lines.Add(line);
            if (line == last)
            {
                return Steps(string.Join('\n', lines));
            }
        }

        throw new InvalidOperationException($"the build ended before it said {last}: {string.Join('\n', lines)}");
    }

    private static string[] Steps(string output) =>
        [.. Regex.Matches(output, "---> Running in ([0-9a-f]{12})").Select(m => m.Groups[1].Value).Distinct()];

    // The engine removes the container of a broken-off step a little after the connection is closed.
    private static async Task AssertNoneLeftAsync(string[] containers)
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddDockerEngine().BuildServiceProvider();
        IContainerEngine engine = services.GetRequiredService<IContainerEngine>();
        using CancellationTokenSource deadline = new(Patience);
        Assert.NotEmpty(containers);
        foreach (string container in containers)
        {
            while (await engine.FindAsync(container, deadline.Token) is not null)
            {
                await Task.Delay(25, deadline.Token);
            }
        }
    }
}
