using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkillHost.App.Tests.Running;
using SkillHost.Docker;
using SkillHost.Hosting;

namespace SkillHost.App.Tests.Readme;

[Collection(EngineTests.Name)]
public sealed class EmbeddingTests(ProbeSkill probe)
{
    [EngineFact]
    public async Task Embedding_AsTheReadmeShowsIt_GivesToolsThatCanBeCalled()
    {
        Dictionary<string, string?> settings = new()
        {
            ["SkillHost:SkillsFolder"] = Path.Combine(probe.Root, "skills"),
            ["SkillHost:ImagesFolder"] = Path.Combine(Repository.Root, "images"),
            ["SkillHost:StateFolder"] = Path.Combine(probe.Root, "state"),
        };
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSkillHost(builder.Configuration).AddDockerEngine();
        using IHost host = builder.Build();
        await host.StartAsync();

        SkillCatalog catalog = await host.Services.GetRequiredService<ISkillHost>().LoadAsync();
        ChatOptions options = new() { Tools = [.. catalog.Tools] };

        AIFunction echo = options.Tools.OfType<AIFunction>().Single(t => t.Name == $"{probe.Name}_echo");
        object? value = await echo.InvokeAsync(new AIFunctionArguments { ["text"] = "hello" });
        Assert.Equal("""{"text":"hello"}""", value?.ToString());
        await host.StopAsync();
    }

    [Fact]
    public void Readme_EmbeddingExample_IsTheCodeOfThisTest()
    {
        string test = Repository.Read("tests/App.Tests/Readme/EmbeddingTests.cs");
        string[] lines = ReadmeBlocks.Of(Repository.Read("README.md"), "csharp")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, line => Assert.Contains($"        {line}\n", test, StringComparison.Ordinal));
    }
}
