using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Docker;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Core.Tests.Hosting;

/// <summary>The section <c>SkillHost</c>: read whole, or refused with every fault at once.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Section_Filled_ReachesEveryRoom()
    {
        using ServiceProvider services = Build(new()
        {
            ["SkillHost:SkillsFolder"] = "/s",
            ["SkillHost:ImagesFolder"] = "/i",
            ["SkillHost:StateFolder"] = "/st",
            ["SkillHost:Sandboxes:MaxConcurrentCalls"] = "3",
            ["SkillHost:Sandboxes:QueueTimeout"] = "00:00:02",
            ["SkillHost:Invocations:MaxJsonDepth"] = "9",
            ["SkillHost:Policies:MaxMounts"] = "2",
            ["SkillHost:Images:ApprovedBases:0"] = "debian:bookworm-slim",
            ["SkillHost:Docker:Address"] = "tcp://127.0.0.1:1",
        });

        Validate(services);

        Assert.Equal("/s", Get<SkillHostOptions>(services).SkillsFolder);
        Assert.Equal(
            (3, TimeSpan.FromSeconds(2)), (Get<SandboxOptions>(services).MaxConcurrentCalls, Get<SandboxOptions>(services).QueueTimeout));
        Assert.Equal(9, Get<InvocationHostOptions>(services).MaxJsonDepth);
        Assert.Equal(2, Get<PolicyOptions>(services).MaxMounts);
        Assert.Equal(("/i", "/st"), (Get<ImageOptions>(services).Folder, Get<ImageOptions>(services).StateFolder));
        Assert.Equal(["debian:bookworm-slim"], Get<ImageOptions>(services).ApprovedBases);
        Assert.Equal("tcp://127.0.0.1:1", Get<DockerOptions>(services).Address);
        Assert.Equal("/st", services.GetRequiredService<StateFolder>().Path);
    }

    [Fact]
    public void Section_FaultsInEveryRoom_AllAreNamedAtOnce()
    {
        using ServiceProvider services = Build(new()
        {
            ["SkillHost:SkilsFolder"] = "/s",
            ["SkillHost:Sandboxes:MaxConcurentCalls"] = "3",
            ["SkillHost:Sandboxes:QueueLength"] = "many",
            ["SkillHost:Sandboxes:QueueTimeout"] = "soon",
            ["SkillHost:Invocations"] = "yes",
            ["SkillHost:Invocations:MaxJsonDepth:x"] = "1",
            ["SkillHost:Policies:Celings:memory"] = "1g",
            ["SkillHost:Docker:Adress"] = "unix:///x",
            ["SkillHost:Nowhere:x"] = "1",
        });

        string[] errors = Errors(services);

        foreach (string key in new[]
        {
            "SkillHost:SkilsFolder", "SkillHost:Sandboxes:MaxConcurentCalls", "SkillHost:Sandboxes:QueueLength",
            "SkillHost:Sandboxes:QueueTimeout",
            "SkillHost:Invocations:", "SkillHost:Invocations:MaxJsonDepth", "SkillHost:Policies:Celings", "SkillHost:Docker:Adress",
            "SkillHost:Nowhere",
        })
        {
            Assert.Contains(errors, error => error.StartsWith(key, StringComparison.Ordinal));
        }

        Assert.Contains(errors, error => error.Contains("seen 'many', wanted a number", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sandboxes:MaxConcurrentCalls", "0")]
    [InlineData("Sandboxes:MaxConcurrentCallsPerSkill", "65")]
    [InlineData("Sandboxes:MemoryBudgetBytes", "1")]
    [InlineData("Sandboxes:QueueTimeout", "-00:00:01")]
    [InlineData("Sandboxes:CgroupParent", "../x y")]
    [InlineData("Invocations:MaxArgumentBytes", "1")]
    [InlineData("SkillsFolder", "")]
    public void Section_ValueOutOfBounds_Named(string key, string value)
    {
        using ServiceProvider services = Build(new() { [$"SkillHost:{key}"] = value });

        Assert.Contains(Errors(services), error => error.Contains(key.Split(':')[^1], StringComparison.Ordinal));
    }

    [Fact]
    public void Section_UnderAnotherName_IsReadWhereItStands()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["MyApp:Skills:Sandboxes:MaxConcurrentCalls"] = "5",
            ["MyApp:Skills:Policies:MaxMounts"] = "1",
        }).Build();
        using ServiceProvider services = new ServiceCollection().AddLogging()
            .AddSkillHost(configuration.GetSection("MyApp:Skills")).AddDockerEngine().BuildServiceProvider();

        Validate(services);

        Assert.Equal(5, Get<SandboxOptions>(services).MaxConcurrentCalls);
        Assert.Equal(1, Get<PolicyOptions>(services).MaxMounts);
    }

    [Fact]
    public async Task Options_InCode_LoadAnEmptyFolder()
    {
        using TempFolder folder = new();
        await using ServiceProvider services = new ServiceCollection().AddLogging()
            .AddSkillHost(
                options => (options.SkillsFolder, options.ImagesFolder, options.StateFolder) = (folder.Path, folder.Path, folder.Path))
            .AddDockerEngine().BuildServiceProvider();

        SkillCatalog catalog = await services.GetRequiredService<ISkillHost>().LoadAsync();

        Assert.Empty(catalog.Skills);
        Assert.Empty(catalog.Failures);
    }

    [Fact]
    public async Task Resolve_WithoutAHostStarted_StillNamesTheFaultsOfAllRooms()
    {
        await using ServiceProvider services = Build(new()
        {
            ["SkillHost:Sandboxes:MaxConcurrentCall"] = "3",
            ["SkillHost:Docker:Adress"] = "unix:///x",
        });

        AggregateException byDoor = Assert.Throws<AggregateException>(services.GetRequiredService<ISkillHost>);
        AggregateException byHost = Assert.Throws<AggregateException>(() => services.GetServices<IHostedService>().Count());

        Assert.All(new[] { byDoor, byHost }, thrown => Assert.Equal(2, thrown.InnerExceptions.Count));
    }

    private static ServiceProvider Build(Dictionary<string, string?> values)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection().AddLogging().AddSkillHost(configuration).AddDockerEngine().BuildServiceProvider();
    }

    private static T Get<T>(ServiceProvider services)
        where T : class => services.GetRequiredService<IOptions<T>>().Value;

    private static void Validate(ServiceProvider services) => services.GetRequiredService<IStartupValidator>().Validate();

    private static string[] Errors(ServiceProvider services)
    {
        Exception thrown = Assert.ThrowsAny<Exception>(() => Validate(services));
        IEnumerable<Exception> all = thrown is AggregateException several ? several.InnerExceptions : [thrown];
        return [.. all.Cast<OptionsValidationException>().SelectMany(one => one.Failures)];
    }
}
