using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.App.Tests.Running;
using SkillHost.Skills;

namespace SkillHost.App.Tests.Skills;

/// <summary>What the manifests promise in their examples is what the functions do.</summary>
[Collection(ShippedSkills.Name)]
public sealed class ExampleTests
{
    [EngineFact]
    public Task Examples_OfTheSkillsAsShipped_Hold() => CheckAsync("skills", atLeast: 25);

    [EngineFact]
    public Task Examples_OfTheSkillsForTests_Hold() => CheckAsync("tests/skills/calls", atLeast: 5);

    private static async Task CheckAsync(string folder, int atLeast)
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddSkills().BuildServiceProvider();
        IReadOnlyList<SkillLoadResult> loaded = await services.GetRequiredService<ISkillLoader>()
            .LoadAsync(Path.Combine(Repository.Root, folder), CancellationToken.None);
        List<string> broken = [];
        int checkedExamples = 0;
        foreach (Skill skill in loaded.Select(result => result.Skill).OfType<Skill>())
        {
            foreach (
                (FunctionDefinition function, FunctionExample example) in skill.Functions.SelectMany(f => f.Examples.Select(e => (f, e))))
            {
                checkedExamples++;
                if (await MissesAsync(folder, $"{skill.Name}.{function.Name}", example) is { } reason)
                {
                    broken.Add(reason);
                }
            }
        }

        Assert.Empty(broken);
        Assert.True(checkedExamples >= atLeast, $"only {checkedExamples} examples were found");
    }

    private static async Task<string?> MissesAsync(string folder, string function, FunctionExample example)
    {
        ProgramResult result = await SkillHostProgram.RunAsync(
            Repository.Root, example.Arguments.GetRawText(), ["--skills", folder, "run", function, "--args", "-", "--json"]);
        if (result.ExitCode != 0)
        {
            return $"{function} {example.Arguments}: {result.Out}{result.Error}";
        }

        using JsonDocument whole = JsonDocument.Parse(result.Out);
        JsonElement value = whole.RootElement.GetProperty("value");
        return example.Result is not { } wanted || JsonElement.DeepEquals(wanted, value)
            ? null
            : $"{function} {example.Arguments}: seen {value}, wanted {wanted}";
    }
}
