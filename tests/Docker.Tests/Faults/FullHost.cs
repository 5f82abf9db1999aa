using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.Audit;
using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Docker.Tests.Init;
using SkillHost.Hosting;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Faults;

/// <summary>A started host whose pools are full, of containers for commands and of containers with servers in them.</summary>
internal sealed class FullHost : IAsyncDisposable
{
    /// <summary>Containers that wait when all pools are full.</summary>
    public const int Full = 4;

    /// <summary>Functions that run a script: as a command, and in a server.</summary>
    public static readonly string[] Runners = ["full-command.run", "full-server.run"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skillhost-full-");
    private bool _disposed;

    private FullHost(IDictionary<string, string?> settings)
    {
        Dictionary<string, string?> all = Settings();
        foreach (KeyValuePair<string, string?> setting in settings)
        {
            all[setting.Key] = setting.Value;
        }

        Host = new RealHost(State, all);
    }

    /// <summary>The skills.</summary>
    public static string Skills { get; } = Path.Combine(Path.GetDirectoryName(Repository.CallSkills)!, "faults");

    public RealHost Host { get; }

    /// <summary>The engine itself, whatever lies between it and the host.</summary>
    public DockerEngine Engine { get; } = DockerEngine.Create();

    public string State => Path.Combine(_folder.FullName, "state");

    /// <summary>What its audit log holds.</summary>
    public IReadOnlyList<AuditRecord> Audit => [.. new AuditReader(Path.Combine(State, "audit")).Read().Select(entry => entry.Record)];

    /// <summary>Settings of every host over these skills.</summary>
    public static Dictionary<string, string?> Settings() => new()
    {
        ["SkillHost:SkillsFolder"] = Skills,
        ["SkillHost:Warm:Adaptive"] = "false",
        ["SkillHost:Sandboxes:MaxConcurrentCallsPerSkill"] = "16",
        ["SkillHost:Sandboxes:QueueTimeout"] = "00:01:00",
    };

    /// <summary>Copies the skills, to be changed; returns <paramref name="folder"/>.</summary>
    public static string CopySkills(string folder)
    {
        foreach (string file in Directory.GetFiles(Skills, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Skills, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder;
    }

    /// <summary>Starts it, and returns when its pools are full.</summary>
    public static async Task<FullHost> StartAsync(Dictionary<string, string?>? settings = null)
    {
        FullHost made = new(settings ?? []);
        try
        {
            await made.Host.LoadAsync();
            await made.Host.Get<ISkillHost>().LoadAsync();
            await made.Host.StartAsync();
            await made.UntilFullAsync();
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a script by one of <see cref="Runners"/>.</summary>
    public Task<InvocationResult> RunAsync(
        string function, string script, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        Host.CallAsync(function, JsonSerializer.Serialize(new { script }), options, cancellationToken);

    /// <summary>Runs a script, and returns its call once the script has given a sign of life.</summary>
    public async Task<Task<InvocationResult>> BeginAsync(
        string function, string script, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource alive = new(TaskCreationOptions.RunContinuationsAsynchronously);
        InvocationOptions options = new()
        {
            OnEvent = (_, _) =>
            {
                alive.TrySetResult();
                return ValueTask.CompletedTask;
            },
        };
        Task<InvocationResult> call = RunAsync(function, $"echo alive; {script}", options, cancellationToken);
        await Task.WhenAny(alive.Task, call);
        return call;
    }

    /// <summary>Waits until there are as many waiting containers as there should be and no others; gives their ids.</summary>
    public async Task<IReadOnlyList<string>> UntilFullAsync()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        while (true)
        {
            IReadOnlyList<ContainerSummary> there = await ListAsync();
            string[] waiting = [.. there.Where(container => container is { State: "running" }
                && container.Labels[SandboxLabels.Kind] == "warm").Select(container => container.Id)];
            if (there.Count == Full && waiting.Length == Full)
            {
                return waiting;
            }

            if (deadline.IsCancellationRequested)
            {
                string seen = string.Join(", ", there.Select(container => $"{container.Name} {container.State}"));
                throw new TimeoutException($"{seen}\n{string.Join('\n', Host.Log.Lines)}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>This host's containers, by the engine itself, whatever lies between it and the host.</summary>
    public async Task<IReadOnlyList<ContainerSummary>> ListAsync()
    {
        string id = await IdAsync();
        IReadOnlyList<ContainerSummary> all =
            await Engine.ListAsync(new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, CancellationToken.None);
        return [.. all.Where(container => container.Name.StartsWith($"skillhost-{id}-", StringComparison.Ordinal))];
    }

    /// <summary>Removes a container as somebody else would; false where it went by itself.</summary>
    public async Task<bool> TryRemoveAsync(string container)
    {
        try
        {
            await Engine.RemoveAsync(container, CancellationToken.None);
            return true;
        }
        catch (EngineException)
        {
            return false;
        }
    }

    /// <summary>Waits until it has so many containers and all run: one that is just being started outlives its removal at times.</summary>
    public async Task<IReadOnlyList<ContainerSummary>> UntilRunningAsync(int count)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        while (true)
        {
            IReadOnlyList<ContainerSummary> there = await ListAsync();
            if (there.Count == count && there.All(container => container.State == "running"))
            {
                return there;
            }

            await Task.Delay(20, deadline.Token);
        }
    }

    /// <summary>Removes all its containers, and waits until the engine has done so.</summary>
    public async Task RemoveAllAsync()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        while (await ListAsync() is { Count: > 0 } left)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.WhenAll(left.Select(container => TryRemoveAsync(container.Id)));
        }
    }

    /// <summary>Ends the host; nothing of it may be left on the engine.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        string id = await IdAsync();
        await Host.DisposeAsync();
        Engine.Dispose();
        _folder.Delete(recursive: true);
        await AssertNothingLeftAsync(id);
    }

    /// <summary>
    /// Fails when a container of hosts with this state stays. The engine lists those that it removes by itself until it is done.
    /// </summary>
    public static async Task AssertNothingLeftAsync(string stateId)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        JsonNode left;
        do
        {
            left = await RawEngine.GetAsync($$"""/v1.41/containers/json?all=1&filters={"name":["skillhost-{{stateId}}"]}""");
        }
        while (left.AsArray().Count > 0 && !patience.IsCancellationRequested);
        Assert.Empty(left.AsArray());
    }

    private async Task<string> IdAsync()
    {
        string path = Path.Combine(State, "id");
        return File.Exists(path) ? (await File.ReadAllTextAsync(path)).Trim() : "none";
    }
}
