using SkillHost.Containers;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>One host for all tests of calls, with its images made. Nothing it made may be left after any test.</summary>
public sealed class CallFixture : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>In this process's environment; no container may see it.</summary>
    public const string Canary = "SKILLHOST_TEST_CANARY";

    /// <summary>What the skill <c>secretive</c> finds as a file.</summary>
    public const string FileSecret = "f1le+s3cret/t0ken";

    /// <summary>What it finds as a variable.</summary>
    public const string EnvironmentSecret = "env s3cret t0ken";

    private readonly string _temporary = Directory.CreateTempSubdirectory("skillhost-calls-").FullName;
    private RealHost? _host;

    /// <summary>Folder that the skill <c>mounted</c> is given to read.</summary>
    public string Data => Path.Combine(_temporary, "data");

    /// <summary>State folder of the host.</summary>
    public string State => Path.Combine(_temporary, "state");

    internal RealHost Host => _host ?? throw new InvalidOperationException("not initialised");

    public async Task InitializeAsync()
    {
        Environment.SetEnvironmentVariable(Canary, "hunter2");
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "x"), "of the host");
        _host = new RealHost(State, Settings());
        await _host.LoadAsync();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Assert.Empty(Directory.GetFiles(Path.Combine(State, "hosts")));
        Directory.Delete(_temporary, recursive: true);
    }

    ValueTask IAsyncDisposable.DisposeAsync() => Host.DisposeAsync();

    /// <summary>Fails when a container of this host is still there once its removals are done.</summary>
    public async Task AssertNothingLeftAsync()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        while ((await OwnContainersAsync()).Count > 0)
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    /// <summary>Containers of this host, by its state folder's id.</summary>
    internal async Task<IReadOnlyList<ContainerSummary>> OwnContainersAsync()
    {
        string id = (await File.ReadAllTextAsync(Path.Combine(State, "id"))).Trim();
        IReadOnlyList<ContainerSummary> all = await Host.Engine.ListAsync(
            new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, CancellationToken.None);
        return [.. all.Where(container => container.Name.StartsWith($"skillhost-{id}-", StringComparison.Ordinal))];
    }

    internal Dictionary<string, string?> Settings() => new()
    {
        ["SkillHost:Sandboxes:MaxConcurrentCallsPerSkill"] = "16",
        ["SkillHost:Sandboxes:QueueTimeout"] = "00:01:00",
        ["SkillHost:Warm:Enabled"] = "false",
        ["SkillHost:Policies:Mounts:test-data:Path"] = Data,
        ["SkillHost:Policies:Skills:mounted:Mounts:test-data"] = "read",
        ["SkillHost:Policies:Skills:secretive:Secrets:TEST_FILE_TOKEN"] = "PROBE_FILE",
        ["SkillHost:Policies:Skills:secretive:Secrets:TEST_ENV_TOKEN"] = "PROBE_ENV",
        ["SkillHost:Policies:Skills:secretive:Secrets:MISSING_TOKEN"] = "PROBE_MISSING",
        ["SkillHost:Secrets:Values:PROBE_FILE"] = FileSecret,
        ["SkillHost:Secrets:Values:PROBE_ENV"] = EnvironmentSecret,
    };
}
