using Microsoft.SemanticKernel;
using SkillHost.Hosting;
using SkillHost.SemanticKernel.Tests.Fakes;

namespace SkillHost.SemanticKernel.Tests.Plugins;

public sealed class SkillPluginsTests
{
    private const string Any = """{"type":"object"}""";
    private readonly FakeInvoker _invoker = new(TestSkills.Ok("1"));

    [Fact]
    public void AddSkillHost_TwoSkills_GivesAPluginEachWithItsFunctions()
    {
        Kernel kernel = new();

        kernel.Plugins.AddSkillHost(TwoSkills());

        Assert.Equal(["csv_summary", "text_search"], kernel.Plugins.Select(p => p.Name));
        Assert.Equal(["summarise", "aggregate"], kernel.Plugins["csv_summary"].Select(f => f.Name));
        Assert.Equal("Skill text-search.", kernel.Plugins["text_search"].Description);
        Assert.Equal("Does search.", kernel.Plugins["text_search"]["search"].Description);
        Assert.Equal("text_search", kernel.Plugins["text_search"]["search"].PluginName);
    }

    [Fact]
    public void AddSkillHost_PluginOfThatNameThere_IsRefusedAndAddsNone()
    {
        Kernel kernel = new();
        kernel.Plugins.AddFromFunctions("TEXT_SEARCH", [KernelFunctionFactory.CreateFromMethod(() => 1, "one")]);

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => kernel.Plugins.AddSkillHost(TwoSkills()));

        Assert.Contains("text_search there already", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("TEXT_SEARCH", Assert.Single(kernel.Plugins).Name);
    }

    [Fact]
    public void AddSkillHost_SameCatalogTwice_IsRefused()
    {
        Kernel kernel = new();
        SkillCatalog catalog = TwoSkills();
        kernel.Plugins.AddSkillHost(catalog);

        Assert.Throws<ArgumentException>(() => kernel.Plugins.AddSkillHost(catalog));
        Assert.Equal(2, kernel.Plugins.Count);
    }

    [Fact]
    public void ToKernelPlugins_NamesTooLong_AreThoseOfTheCatalog()
    {
        string skill = new('s', 64);
        string function = new('f', 60);
        SkillCatalog catalog = TestSkills.Catalog(_invoker, TestSkills.Skill(skill, TestSkills.Function(function, Any)));

        KernelPlugin plugin = Assert.Single(catalog.ToKernelPlugins());

        Assert.Equal(catalog.Functions[0].Names.Plugin, plugin.Name);
        Assert.Equal(catalog.Functions[0].Names.PluginFunction, Assert.Single(plugin).Name);
        Assert.True(plugin.Name.Length + 1 + plugin.First().Name.Length <= 64);
    }

    [Fact]
    public void ToKernelPlugins_ParametersThatDifferOnlyInCase_AreRefusedByName()
    {
        const string Schema = """{"type":"object","properties":{"day":{},"Day":{}}}""";
        SkillCatalog catalog = TestSkills.Catalog(_invoker, TestSkills.Skill("csv-summary", TestSkills.Function("summarise", Schema)));

        ArgumentException refusal = Assert.Throws<ArgumentException>(catalog.ToKernelPlugins);

        Assert.Contains("csv-summary.summarise: parameters day, Day", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToKernelPlugins_NothingLoaded_IsEmpty() => Assert.Empty(SkillCatalog.Empty.ToKernelPlugins());

    private SkillCatalog TwoSkills() => TestSkills.Catalog(
        _invoker,
        TestSkills.Skill("csv-summary", TestSkills.Function("summarise", Any), TestSkills.Function("aggregate", Any)),
        TestSkills.Skill("text-search", TestSkills.Function("search", Any)));
}
