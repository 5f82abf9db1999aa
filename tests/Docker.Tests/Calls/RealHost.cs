using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SkillHost.Containers;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>A host as any .NET program would make it, over the misbehaving skills, on the real engine.</summary>
internal sealed class RealHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public RealHost(
        string state,
        IDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? configure = null,
        Func<IContainerEngine, IContainerEngine>? decorate = null)
    {
        Dictionary<string, string?> values = new(settings ?? new Dictionary<string, string?>());
        values.TryAdd("SkillHost:SkillsFolder", Repository.CallSkills);
        values["SkillHost:ImagesFolder"] = Repository.Images;
        values["SkillHost:StateFolder"] = state;
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        ServiceCollection services = new();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        services.AddSkillHost(configuration).AddDockerEngine();
        configure?.Invoke(services);
        if (decorate is not null)
        {
            services.AddSingleton(provider => decorate(provider.GetRequiredService<DockerEngine>()));
        }

        _services = services.BuildServiceProvider();
    }

    public HostLog Log { get; } = new();

    public IContainerEngine Engine => Get<IContainerEngine>();

    public SkillCatalog Catalog => Get<ISkillHost>().Catalog;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Loads the skills and makes the images of those named, or of all.</summary>
    public async Task LoadAsync(params string[] skills)
    {
        SkillCatalog catalog = await Get<ISkillHost>().LoadAsync();
        Assert.Empty(catalog.Failures);
        Skills.Skill[] wanted = [.. catalog.Skills.Where(skill => skills.Length == 0 || skills.Contains(skill.Name.Value))];
        IReadOnlyList<ImageBuildReport> reports = await Get<IImageBuilder>().BuildAsync(
            wanted, new ImageBuildRequest(), new Progress<ImageBuildProgress>(), CancellationToken.None);
        Assert.All(reports, report => Assert.True(
            report.Outcome is ImageBuildOutcome.Built or ImageBuildOutcome.UpToDate,
            $"{report.Skill}: {report.Message} {string.Join(" | ", report.Failures)} {string.Join('\n', report.OutputTail)}"));
    }

    public async Task StartAsync()
    {
        foreach (IHostedService service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    public SkillFunction Function(string name) => Catalog.Find(name) ?? throw new KeyNotFoundException(name);

    public Task<InvocationResult> CallAsync(
        string function, string arguments, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        Function(function).CallAsync(Encoding.UTF8.GetBytes(arguments), options, cancellationToken);

    /// <summary>Runs a shell script in the probe skill.</summary>
    public Task<InvocationResult> ShellAsync(
        string script, string function = "probe.run", InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        CallAsync(function, JsonSerializer.Serialize(new { script }), options, cancellationToken);

    /// <summary>Runs a Python script in its skill.</summary>
    public Task<InvocationResult> PythonAsync(string script) => ShellAsync(script, "probe-py.run");

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
