using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.App.Tests.Running;
using SkillHost.Containers;
using SkillHost.Docker;

namespace SkillHost.App.Tests.Http;

/// <summary>A server for two callers over skills that end in every way a call can; images go at the end.</summary>
public sealed class CallServer : IAsyncLifetime, IDisposable
{
    private readonly SkillsFolder _folder = new();

    /// <summary>Name of the skill whose calls each have a container.</summary>
    public string Skill { get; } = $"http-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    /// <summary>Name of the skill whose sessions have one.</summary>
    public string Held => $"{Skill}-held";

    /// <summary>Working directory of the server.</summary>
    internal string Root => _folder.Root;

    /// <summary>The server.</summary>
    internal Server Server { get; private set; } = null!; // Set before the first test.

    /// <summary>One caller.</summary>
    internal HttpClient Alice { get; private set; } = null!; // Set before the first test.

    /// <summary>Another.</summary>
    internal HttpClient Bob { get; private set; } = null!; // Set before the first test.

    public async Task InitializeAsync()
    {
        if (new EngineFactAttribute().Skip is not null)
        {
            return;
        }

        string[] tokens = [.. Enumerable.Range(0, 2).Select(_ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)))];
        _folder
            .Write("appsettings.json", $$"""
                { "SkillHost": { "ImagesFolder": "{{Repository.Root}}images", "StateFolder": "state",
                  "Sandboxes": { "QueueTimeout": "00:00:01" }, "Warm": { "Enabled": false },
                  "Approval": { "Rules": [{ "Then": "ask", "Functions": ["{{Skill}}.asked"] }] },
                  "Http": { "Tokens": { "alice": { "Token": "{{tokens[0]}}" }, "bob": { "Token": "{{tokens[1]}}" } } } } }
                """)
            .Write($"skills/{Skill}/echo.sh", "cat\n")
            .Write($"skills/{Skill}/log.sh", "printf 'one\\ntwo' >&2\necho '{\"progress\":1,\"total\":2}' >&3\nprintf 'three\\n'\n")
            .Write($"skills/{Skill}/fail.sh", "echo partial\necho broken >&2\nexit 7\n")
            .Write($"skills/{Skill}/late.sh", "sleep 60\n")
            .Write($"skills/{Skill}/wait.sh", "echo waiting >&2\nsleep 100\n")
            .Write($"skills/{Skill}/flood.sh", "head -c 900000 /dev/zero | tr '\\0' a\nsleep 60\n")
            .Write($"skills/{Skill}/asked.sh", "echo asked\n")
            .Write($"skills/{Skill}/skill.yaml", Manifest(Skill, "", "echo", "log", "fail", "late", "wait", "flood", "asked"))
            .Write($"skills/{Held}/count.sh", "echo x >> /tmp/n\nwc -l < /tmp/n\n")
            .Write($"skills/{Held}/hold.sh", "echo holding >&2\nsleep 100\n")
            .Write($"skills/{Held}/skill.yaml", Manifest(Held, "isolation: session", "count", "hold"));
        Server = await Server.StartAsync(_folder.Root, []);
        (Alice, Bob) = (Server.ClientOf(tokens[0]), Server.ClientOf(tokens[1]));
    }

    public async Task DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
            await ProbeSkill.RemoveImagesAsync($"skillhost/skill-{Skill}");
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs another verb of the program beside the server.</summary>
    internal Task<ProgramResult> RunAsync(params string[] arguments) => SkillHostProgram.RunAsync(_folder.Root, arguments);

    /// <summary>Returns when the skill has <paramref name="count"/> containers, in however long that takes; fails after a minute.</summary>
    internal static async Task HasContainersAsync(string skill, int count)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddDockerEngine().BuildServiceProvider();
        IContainerEngine engine = services.GetRequiredService<IContainerEngine>();
        Dictionary<string, string> ours = new() { ["skillhost.skill"] = skill };
        while ((await engine.ListAsync(ours, patience.Token)).Count != count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    private static string Manifest(string name, string more, params string[] functions) => $$"""
        apiVersion: skillhost/v1
        name: {{name}}
        version: 1.0.0
        description: Ends in every way a call can end.
        runtime: bash
        {{more}}
        limits: { timeout: 120s, memory: 32m, tmp: 4m }
        functions:

        """ + string.Concat(functions.Select(f => $$"""
          - name: {{f}}
            description: Does what {{f}}.sh says.
            inputSchema: { type: object, properties: { text: { type: string } } }
            command: ["bash", "{{f}}.sh"]

        """));
}
