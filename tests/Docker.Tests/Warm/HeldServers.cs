using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Docker.Tests.Init;
using SkillHost.Hosting;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Warm;

/// <summary>A host with one Python module as two skills: one whose calls have a session's server, one whose calls share theirs.</summary>
internal sealed class HeldServers : IAsyncDisposable
{
    private const string Module = """
        # Remembers, and ends its server in several ways.
        import os, time
        import skillhost
        _seen = []

        def remember(text: str) -> list[str]:
            "Remembers a text."
            _seen.append(text)
            print("remembered", text)
            return _seen

        def wait(seconds: float, text: str) -> str:
            "Waits."
            skillhost.progress(1)
            time.sleep(seconds)
            return text

        def spin() -> str:
            "Never ends, and can be interrupted."
            while True:
                pass

        def hang() -> str:
            "Never ends, and cannot be interrupted."
            while True:
                try:
                    time.sleep(0.01)
                except BaseException:
                    pass

        def leave() -> str:
            "Ends the server."
            os._exit(7)

        def eat() -> str:
            "Takes all memory."
            kept = []
            while True:
                kept.append(bytearray(8 << 20))
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skillhost-held-");

    private HeldServers()
    {
        foreach (string isolation in new[] { "session", "shared" })
        {
            DirectoryInfo skill = _folder.CreateSubdirectory("skills").CreateSubdirectory(isolation);
            File.WriteAllText(Path.Combine(skill.FullName, "memory.py"), Module);
            File.WriteAllText(Path.Combine(skill.FullName, "skill.yaml"), $$"""
                apiVersion: skillhost/v1
                name: {{isolation}}
                version: 1.0.0
                description: Remembers.
                runtime: python
                module: memory
                isolation: {{isolation}}
                limits: { memory: 96m, timeout: 20s }

                """);
        }

        Host = new RealHost(State, new Dictionary<string, string?>
        {
            ["SkillHost:SkillsFolder"] = Path.Combine(_folder.FullName, "skills"),
            ["SkillHost:Policies:Skills:shared:AllowShared"] = "true",
            ["SkillHost:Sandboxes:MaxConcurrentCallsPerSkill"] = "32",
        });
    }

    public RealHost Host { get; }

    private string State => Path.Combine(_folder.FullName, "state");

    public static async Task<HeldServers> StartAsync()
    {
        HeldServers made = new();
        await made.Host.LoadAsync();
        await made.Host.Get<ISkillHost>().LoadAsync();
        await made.Host.StartAsync();
        return made;
    }

    public Task<InvocationResult> CallAsync(
        string function, object? arguments = null, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        Host.CallAsync(function, JsonSerializer.Serialize(arguments ?? new { }), options, cancellationToken);

    /// <summary>Names of this host's containers.</summary>
    public async Task<string[]> ContainersAsync()
    {
        string id = (await File.ReadAllTextAsync(Path.Combine(State, "id"))).Trim();
        IReadOnlyList<ContainerSummary> all =
            await Host.Engine.ListAsync(new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, CancellationToken.None);
        return [.. all.Select(container => container.Name).Where(name => name.StartsWith($"skillhost-{id}-", StringComparison.Ordinal))];
    }

    /// <summary>Ends the host; nothing of it may be left on the engine.</summary>
    public async ValueTask DisposeAsync()
    {
        string id = (await File.ReadAllTextAsync(Path.Combine(State, "id"))).Trim();
        await Host.DisposeAsync();
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(10));
        string path = $$"""/v1.41/containers/json?all=1&filters={"name":["skillhost-{{id}}"]}""";
        while ((await RawEngine.GetAsync(path)).AsArray().Count > 0)
        {
            await Task.Delay(20, deadline.Token);
        }

        _folder.Delete(recursive: true);
    }
}
