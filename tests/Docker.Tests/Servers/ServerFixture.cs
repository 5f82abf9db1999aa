using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Hosting;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>One host for the skills whose functions a server in the container lists.</summary>
public sealed class ServerFixture : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>What the skill <c>py-secrets</c> finds as a variable.</summary>
    public const string EnvironmentSecret = "serv3r env s3cret";

    /// <summary>What it finds as a file.</summary>
    public const string FileSecret = "serv3r/f1le+s3cret";

    private readonly string _state = Directory.CreateTempSubdirectory("skillhost-servers-").FullName;
    private RealHost? _host;

    internal RealHost Host => _host ?? throw new InvalidOperationException("not initialised");

    /// <summary>What was loaded before anything was built.</summary>
    internal SkillCatalog Before { get; private set; } = SkillCatalog.Empty;

    public async Task InitializeAsync()
    {
        _host = new RealHost(_state, Settings());
        Before = await _host.Get<ISkillHost>().LoadAsync();
        await _host.StartAsync();
        await _host.LoadAsync();
        await _host.Get<ISkillHost>().LoadAsync();
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    ValueTask IAsyncDisposable.DisposeAsync() => Host.DisposeAsync();

    /// <summary>Fails when a container of this host is still there once its removals are done.</summary>
    public async Task AssertNothingLeftAsync()
    {
        string id = (await File.ReadAllTextAsync(Path.Combine(_state, "id"))).Trim();
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        while (true)
        {
            IReadOnlyList<ContainerSummary> all = await Host.Engine.ListAsync(
                new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, deadline.Token);
            if (!all.Any(container => container.Name.StartsWith($"skillhost-{id}-", StringComparison.Ordinal)))
            {
                return;
            }

            await Task.Delay(20, deadline.Token);
        }
    }

    /// <summary>Settings of another host over the same skills and state.</summary>
    internal static Dictionary<string, string?> Settings() => new()
    {
        ["SkillHost:SkillsFolder"] = Path.Combine(Path.GetDirectoryName(Repository.CallSkills)!, "servers"),
        ["SkillHost:Images:AllowBuildNetwork:0"] = "everything",
        ["SkillHost:Policies:Skills:py-secrets:Secrets:SERVER_ENV"] = "PROBE_ENV",
        ["SkillHost:Policies:Skills:py-secrets:Secrets:SERVER_FILE"] = "PROBE_FILE",
        ["SkillHost:Secrets:Values:PROBE_ENV"] = EnvironmentSecret,
        ["SkillHost:Secrets:Values:PROBE_FILE"] = FileSecret,
        ["SkillHost:Warm:Enabled"] = "false",
    };
}
