using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Docker.Tests.Init;
using SkillHost.Functions;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Warm;

/// <summary>A started host with one skill that runs shell scripts and has containers waiting.</summary>
internal sealed class WarmHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skillhost-warm-");

    private WarmHost(string manifest, IDictionary<string, string?> settings, Action<IServiceCollection>? configure)
    {
        DirectoryInfo skill = _folder.CreateSubdirectory("skills").CreateSubdirectory("pooled");
        File.WriteAllText(Path.Combine(skill.FullName, "run.sh"), "exec bash -c \"$(jq -r .script)\"\n");
        File.WriteAllText(Path.Combine(skill.FullName, "skill.yaml"), $"""
            apiVersion: skillhost/v1
            name: pooled
            version: 1.0.0
            description: Runs a shell script.
            runtime: bash
            {manifest}
            limits: {Limits}
            functions:
              - name: run
                description: Runs it.
                inputSchema: {Schema}
                command: [bash, run.sh]

            """);
        settings["SkillHost:SkillsFolder"] = Skills;
        settings["SkillHost:Warm:Adaptive"] = "false";
        settings["SkillHost:Sandboxes:MaxConcurrentCallsPerSkill"] = "16";
        Host = new RealHost(State, settings, configure);
    }

    private const string Limits = "{ memory: 64m, pids: 64, tmp: 16m, timeout: 10s }";
    private const string Schema = "{ type: object, required: [script], properties: { script: { type: string } } }";

    public RealHost Host { get; }

    public string Skills => Path.Combine(_folder.FullName, "skills");

    public string State => Path.Combine(_folder.FullName, "state");

    public SkillFunction Function => Host.Function("pooled.run");

    /// <summary>Starts it; <paramref name="manifest"/> is lines of the skill's.</summary>
    public static async Task<WarmHost> StartAsync(
        string manifest, IDictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        WarmHost made = new(manifest, settings ?? new Dictionary<string, string?>(), configure);
        await made.Host.LoadAsync();
        await made.Host.StartAsync();
        return made;
    }

    public Task<InvocationResult> RunAsync(
        string script, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        Function.CallAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { script })), options, cancellationToken);

    /// <summary>Waits until this host's containers of a kind are as many, and gives them.</summary>
    public async Task<IReadOnlyList<ContainerSummary>> UntilAsync(string kind, int count)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            IReadOnlyList<ContainerSummary> there = await ListAsync();
            ContainerSummary[] right = [.. there.Where(c => c.State == "running" && c.Labels[SandboxLabels.Kind] == kind)];
            if (there.Count == count && right.Length == count)
            {
                return right;
            }

            await Task.Delay(20, deadline.Token);
        }
    }

    /// <summary>This host's containers.</summary>
    public async Task<IReadOnlyList<ContainerSummary>> ListAsync()
    {
        string path = Path.Combine(State, "id");
        string id = File.Exists(path) ? (await File.ReadAllTextAsync(path)).Trim() : "";
        IReadOnlyList<ContainerSummary> all =
            await Host.Engine.ListAsync(new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, CancellationToken.None);
        return [.. all.Where(container => container.Name.StartsWith($"skillhost-{id}-", StringComparison.Ordinal))];
    }

    /// <summary>Ends the host; nothing of it may be left on the engine.</summary>
    public async ValueTask DisposeAsync()
    {
        string id = (await File.ReadAllTextAsync(Path.Combine(State, "id"))).Trim();
        await Host.DisposeAsync();
        _folder.Delete(recursive: true);
        string path = $$"""/v1.41/containers/json?all=1&filters={"name":["skillhost-{{id}}"]}""";
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(10));
        while ((await RawEngine.GetAsync(path)).AsArray().Count > 0)
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
