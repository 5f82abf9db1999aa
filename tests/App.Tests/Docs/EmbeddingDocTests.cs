using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkillHost.App.Tests.Readme;
using SkillHost.App.Tests.Running;
using SkillHost.Docker;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.App.Tests.Docs;

/// <summary>The code of docs/embedding.md and of the README, by line; that about Semantic Kernel is tested where its package is.</summary>
[Collection(EngineTests.Name)]
public sealed class EmbeddingDocTests(ProbeSkill probe)
{
    [EngineFact]
    public async Task Embedding_AsTheDocumentShowsIt_CallsFollowsAndNarrows()
    {
        Dictionary<string, string?> settings = new()
        {
            ["SkillHost:SkillsFolder"] = Path.Combine(Repository.Root, "skills"),
            ["SkillHost:ImagesFolder"] = Path.Combine(Repository.Root, "images"),
            ["SkillHost:StateFolder"] = Path.Combine(probe.Root, "state"),
        };
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSkillHost(builder.Configuration).AddDockerEngine();
        using IHost host = builder.Build();
        await host.StartAsync();
        SkillCatalog catalog = await host.Services.GetRequiredService<ISkillHost>().LoadAsync();
        ChatOptions tools = new() { Tools = [.. catalog.Tools] };
        Assert.Contains(tools.Tools, tool => tool.Name == "word-count_count");

        SkillFunction count = catalog.Find("word-count.count")!;
        InvocationResult result = await count.CallAsync("""{"text":"to be or not to be"}"""u8.ToArray());
        Console.WriteLine($"{result.Status} after {result.DurationMs} ms: {result.Value}");
        Assert.Equal(6, result.Value?.GetProperty("words").GetInt32());

        InvocationOptions options = new()
        {
            Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(5), MemoryBytes = 32 << 20, NoNetwork = true },
            OnEvent = async (happened, cancellationToken) =>
            {
                if (happened is OutputEvent output)
                {
                    await Console.Out.WriteAsync(output.Text.AsMemory(), cancellationToken);
                }
            },
        };
        InvocationResult followed = await count.CallAsync("""{"text":"to be"}"""u8.ToArray(), options);
        Assert.Equal(InvocationStatus.Ok, followed.Status);

        AIFunctionArguments arguments = new()
        {
            ["text"] = "to be",
            Context = new Dictionary<object, object?> { [SkillFunction.OptionsKey] = options },
        };
        object? answer = await count.InvokeAsync(arguments);
        Assert.Contains("\"words\":2", answer?.ToString(), StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public void Documents_EveryLineNotAboutSemanticKernel_IsALineOfThisTest()
    {
        string test = Repository.Read("tests/App.Tests/Docs/EmbeddingDocTests.cs");
        string[] blocks =
        [
            .. ReadmeBlocks.Of(Repository.Read("docs/embedding.md"), "csharp")
                .Concat(ReadmeBlocks.Of(Repository.Read("README.md"), "csharp"))
                .Where(b => !b.Contains("kernel", StringComparison.OrdinalIgnoreCase)),
        ];

        Assert.True(blocks.Length >= 6, $"{blocks.Length} blocks were read");
        Assert.All(
            blocks.SelectMany(b => b.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            line => Assert.Contains($"        {line}\n", test, StringComparison.Ordinal));
    }
}
