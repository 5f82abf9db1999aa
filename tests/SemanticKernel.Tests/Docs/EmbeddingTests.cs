using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.SemanticKernel;
using SkillHost.Docker;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.SemanticKernel.Tests.Fakes;

namespace SkillHost.SemanticKernel.Tests.Docs;

/// <summary>The code of docs/embedding.md and README.md that is about Semantic Kernel, line by line.</summary>
public sealed class EmbeddingTests : IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("skillhost-sk-");

    public void Dispose() => _state.Delete(recursive: true);

    [EngineFact]
    public async Task Services_AsTheDocumentShowsThem_CallASkillInItsContainer()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SkillHost:SkillsFolder"] = Path.Combine(Repository.Root, "skills"),
            ["SkillHost:ImagesFolder"] = Path.Combine(Repository.Root, "images"),
            ["SkillHost:StateFolder"] = _state.FullName,
        });
        builder.Services.AddSkillHost(builder.Configuration).AddDockerEngine();
        builder.Services.AddKernel();
        builder.Services.AddSkillHostPlugins();
        using IHost host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<ISkillHost>().LoadAsync();

        Kernel kernel = host.Services.GetRequiredService<Kernel>();
        KernelArguments arguments = new() { ["text"] = "to be or not to be", ["top"] = "1" };
        FunctionResult result = await kernel.InvokeAsync("word_count", "frequency", arguments);
        Console.WriteLine(result);
        Console.WriteLine(result.GetInvocationResult()?.Status);

        Assert.Equal(InvocationStatus.Ok, result.GetInvocationResult()?.Status);
        Assert.Contains("\"distinct\":4", result.ToString(), StringComparison.Ordinal);
        FunctionResult refused = await kernel.InvokeAsync("word_count", "frequency", new() { ["text"] = "to be", ["top"] = "none" });
        Assert.StartsWith("invalid_arguments: ", refused.GetValue<string>(), StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public async Task Plugins_AsTheDocumentShowsThem_TakeOptions()
    {
        FakeInvoker invoker = new(TestSkills.Ok("1"));
        SkillCatalog catalog = Catalog(invoker);
        Kernel kernel = new();

        kernel.Plugins.AddSkillHost(catalog);

        InvocationOptions options = new() { Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(5) } };
        kernel.Data[SkillCalls.OptionsKey] = options;
        KernelArguments arguments = new() { Context = new Dictionary<object, object?> { [SkillFunction.OptionsKey] = options } };

        await kernel.InvokeAsync("csv_summary", "summarise", arguments);
        Assert.Same(options, invoker.Options);
    }

    [Fact]
    public async Task PluginsWithoutThePackage_AsReadmeShowsThem_CanBeCalled()
    {
        FakeInvoker invoker = new(TestSkills.Ok("\"done\""));
        SkillCatalog catalog = Catalog(invoker);
        Kernel kernel = new();

        var functions = catalog.Functions.Select(f => f.AsKernelFunction());
        kernel.Plugins.AddFromFunctions("skills", functions);

        KernelFunction summarise = kernel.Plugins["skills"]["csv-summary_summarise"];
        Assert.Equal("done", await kernel.InvokeAsync<string>(summarise, new KernelArguments { ["n"] = 3 }));
        Assert.Equal(["""{"n":3}"""], invoker.Arguments);
        Assert.Equal("n", Assert.Single(summarise.Metadata.Parameters).Name);
    }

    [Fact]
    public void PluginsWithoutThePackage_LoseWhatTheDocumentSays()
    {
        const string Schema =
            """{"type":"object","additionalProperties":false,"properties":{"n":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"integer"}}}""";
        FakeInvoker invoker = new(TestSkills.Ok("1"));
        SkillCatalog catalog = TestSkills.Catalog(invoker, TestSkills.Skill("csv-summary", TestSkills.Function("summarise", Schema)));

        KernelFunction without = catalog.Functions[0].AsKernelFunction();
        KernelFunction with = Assert.Single(Assert.Single(catalog.ToKernelPlugins()));

        Assert.Contains("$ref", without.JsonSchema.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("$defs\":", without.JsonSchema.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("$ref", with.JsonSchema.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("integer", with.JsonSchema.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("readOnlyHint", without.Metadata.AdditionalProperties.Keys);
    }

    [Fact]
    public void PluginsWithoutThePackage_ParameterOfAnyType_FailAsTheDocumentSays()
    {
        const string Schema = """{"type":"object","properties":{"anything":true}}""";
        FakeInvoker invoker = new(TestSkills.Ok("1"));
        SkillCatalog catalog = TestSkills.Catalog(invoker, TestSkills.Skill("csv-summary", TestSkills.Function("summarise", Schema)));

        Assert.Throws<InvalidOperationException>(() => catalog.Functions[0].AsKernelFunction());
        Assert.Equal("anything", Assert.Single(catalog.ToKernelPlugins()[0].First().Metadata.Parameters).Name);
    }

    [Fact]
    public async Task PluginsWithoutThePackage_StreamedAsContent_FailAsTheDocumentSays()
    {
        SkillCatalog catalog = Catalog(new FakeInvoker(TestSkills.Ok("\"done\"")));
        Kernel kernel = new();
        KernelFunction function = catalog.Functions[0].AsKernelFunction();

        await Assert.ThrowsAsync<InvalidCastException>(async () =>
        {
            await foreach (StreamingKernelContent _ in kernel.InvokeStreamingAsync(function))
            {
            }
        });
    }

    [Fact]
    public void Documents_EveryLineAboutSemanticKernel_IsALineOfThisTest()
    {
        string test = Repository.Read("tests/SemanticKernel.Tests/Docs/EmbeddingTests.cs");
        string[] blocks =
        [
            .. Repository.CodeOf("docs/embedding.md").Concat(Repository.CodeOf("README.md"))
                .Where(b => b.Contains("kernel", StringComparison.OrdinalIgnoreCase)),
        ];

        Assert.True(blocks.Length >= 4, $"{blocks.Length} blocks were read");
        Assert.All(
            blocks.SelectMany(b => b.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            line => Assert.Contains($"        {line}\n", test, StringComparison.Ordinal));
    }

    private static SkillCatalog Catalog(IInvoker invoker) => TestSkills.Catalog(
        invoker,
        TestSkills.Skill("csv-summary", TestSkills.Function("summarise", """{"type":"object","properties":{"n":{"type":"integer"}}}""")));
}
