using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkillHost.Hosting;
using SkillHost.SemanticKernel.Tests.Fakes;

namespace SkillHost.SemanticKernel.Tests.Hosting;

public sealed class SkillPluginServicesTests
{
    private readonly FakeInvoker _invoker = new(TestSkills.Ok("1"));
    private readonly FakeHost _host = new();

    [Fact]
    public void Kernel_FromServices_HasTheSkillsAndTheOtherPlugins()
    {
        _host.Catalog = Catalog("csv-summary");
        ServiceCollection services = new();
        services.AddSingleton<ISkillHost>(_host);
        services.AddKernel().Plugins.AddFromFunctions("own", [KernelFunctionFactory.CreateFromMethod(() => 1, "one")]);
        services.AddSkillHostPlugins().AddSkillHostPlugins();
        using ServiceProvider provider = services.BuildServiceProvider();

        Kernel kernel = provider.GetRequiredService<Kernel>();

        Assert.Equal(["own", "csv_summary"], kernel.Plugins.Select(p => p.Name));
    }

    [Fact]
    public void Kernel_FromABuilder_HasTheSkills()
    {
        _host.Catalog = Catalog("csv-summary");
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<ISkillHost>(_host).AddSkillHostPlugins();

        Assert.Equal(["csv_summary"], builder.Build().Plugins.Select(p => p.Name));
    }

    [Fact]
    public void Kernel_MadeAfterAReload_HasWhatIsLoadedThen()
    {
        _host.Catalog = Catalog("csv-summary");
        using ServiceProvider provider = Provider();
        Kernel before = provider.GetRequiredService<Kernel>();
        Kernel same = provider.GetRequiredService<Kernel>();

        _host.Catalog = Catalog("text-search");
        Kernel after = provider.GetRequiredService<Kernel>();

        Assert.Equal(["csv_summary"], before.Plugins.Select(p => p.Name));
        Assert.Same(before.Plugins.Single(), same.Plugins.Single());
        Assert.Equal(["text_search"], after.Plugins.Select(p => p.Name));
    }

    [Fact]
    public void Kernel_BeforeTheFirstLoad_IsRefused()
    {
        using ServiceProvider provider = Provider();

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<Kernel>);

        Assert.Contains("no skills are loaded; await ISkillHost.LoadAsync", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kernel_WithAPluginOfASkillsName_IsRefused()
    {
        _host.Catalog = Catalog("csv-summary");
        ServiceCollection services = new();
        services.AddSingleton<ISkillHost>(_host);
        services.AddKernel().Plugins.AddFromFunctions("csv_summary", [KernelFunctionFactory.CreateFromMethod(() => 1, "one")]);
        using ServiceProvider provider = services.AddSkillHostPlugins().BuildServiceProvider();

        Assert.Throws<ArgumentException>(provider.GetRequiredService<Kernel>);
    }

    [Fact]
    public void AddSkillHostPlugins_CollectionFilledBySomebodyElse_IsRefused()
    {
        ServiceCollection services = new();
        services.AddTransient(_ => new KernelPluginCollection());

        Assert.Throws<InvalidOperationException>(services.AddSkillHostPlugins);
    }

    private SkillCatalog Catalog(string skill) =>
        TestSkills.Catalog(_invoker, TestSkills.Skill(skill, TestSkills.Function("run", """{"type":"object"}""")));

    private ServiceProvider Provider()
    {
        ServiceCollection services = new();
        services.AddSingleton<ISkillHost>(_host);
        services.AddKernel();
        return services.AddSkillHostPlugins().BuildServiceProvider();
    }
}
