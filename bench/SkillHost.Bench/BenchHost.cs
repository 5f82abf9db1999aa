using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SkillHost.Containers;
using SkillHost.Docker;
using SkillHost.Egress;
using SkillHost.Functions;
using SkillHost.Hosting;

namespace SkillHost.Bench;

/// <summary>A host over one skills folder, as any .NET program would make it.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public BenchHost(string skillsFolder, string imagesFolder, IReadOnlyDictionary<string, string?>? settings = null)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SkillHost:SkillsFolder"] = skillsFolder,
            ["SkillHost:ImagesFolder"] = imagesFolder,
            ["SkillHost:Policies:Skills:egress:AllowHosts:0:Host"] = "bench.test:*",
            ["SkillHost:Policies:Skills:egress:AllowHosts:0:Addresses:0"] = "127.0.0.1",
            ["SkillHost:Policies:Skills:egress:AllowHosts:1:Host"] = "bulk.test:*",
            ["SkillHost:Policies:Skills:egress:AllowHosts:1:Addresses:0"] = "127.0.0.1",
            ["SkillHost:Policies:Egress:Bytes"] = "4g",
            ["SkillHost:Policies:Ceilings:Cpus"] = "2",
            ["SkillHost:Policies:Egress:ConnectionsPerCall"] = "100000",
        }).AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IHostResolver, BenchNames>();
        services.AddSkillHost(configuration.GetSection("SkillHost")).AddDockerEngine();
        _services = services.BuildServiceProvider();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<SkillCatalog> LoadAsync() => await Get<ISkillHost>().LoadAsync();

    public async Task<SkillFunction> FunctionAsync(string name) =>
        (await LoadAsync()).Find(name) ?? throw new InvalidOperationException($"No function {name}.");

    /// <summary>Waits until the engine has no call container but one, so that one measurement does not pay for another.</summary>
    public async Task SettleAsync(string except, string skill = "noop")
    {
        var labels = new Dictionary<string, string> { ["skillhost.kind"] = "call", ["skillhost.skill"] = skill };
        while ((await Get<IContainerEngine>().ListAsync(labels, default)).Any(c => c.Id != except))
        {
            await Task.Delay(5);
        }
    }

    /// <summary>Starts what a long-running host has in the background, such as pools.</summary>
    public async Task StartAsync()
    {
        foreach (IHostedService service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(default);
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
