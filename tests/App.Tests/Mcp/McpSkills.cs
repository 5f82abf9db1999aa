using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.App.Tests.Running;
using SkillHost.Containers;
using SkillHost.Docker;

namespace SkillHost.App.Tests.Mcp;

/// <summary>A skill that runs and one that remembers, under names of their own; their images go at the end.</summary>
public sealed class McpSkills : IAsyncLifetime, IDisposable
{
    private readonly SkillsFolder _folder = new();
    private readonly string _id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Runs: <c>echo</c>, <c>fail</c>, <c>tell</c>, <c>wait</c>, <c>draw</c>.</summary>
    public string Runner => $"mcprun-{_id}";

    /// <summary>Remembers: <c>add</c> gives all that it was ever given in its session.</summary>
    public string Keeper => $"mcpkeep-{_id}";

    /// <summary>Working directory with <c>appsettings.json</c> and <c>skills/</c>.</summary>
    public string Root => _folder.Root;

    /// <summary>Tool name of a function of <see cref="Runner"/>.</summary>
    public string this[string function] => $"{Runner}_{function}";

    /// <summary>Tool name of the function of <see cref="Keeper"/>.</summary>
    public string Add => $"{Keeper}_add";

    public async Task InitializeAsync()
    {
        _folder
            .Write("appsettings.json", $$"""
                { "SkillHost": { "ImagesFolder": "{{Repository.Root}}images", "StateFolder": "state", "Warm": { "Enabled": false } } }
                """)
            .Write($"skills/{Runner}/echo.sh", "cat\n")
            .Write($"skills/{Runner}/fail.sh", "echo broken >&2\nexit 7\n")
            .Write($"skills/{Runner}/tell.sh", """
                echo '{"progress": 1, "total": 2, "message": "half"}' >&"$SKILL_PROGRESS_FD"
                echo a log line >&2
                echo '{"progress": 2, "total": 2}' >&"$SKILL_PROGRESS_FD"
                echo told

                """)
            .Write($"skills/{Runner}/wait.sh", "echo waiting >&2\nsleep 600\n")
            .Write($"skills/{Runner}/draw.sh", "printf 'x' > /out/dot.png\necho drawn\n")
            .Write($"skills/{Runner}/skill.yaml", Manifest(Runner, "", "echo", "fail", "tell", "wait", "draw"))
            .Write($"skills/{Keeper}/add.sh", "cat >> /tmp/all; cat /tmp/all\n")
            .Write($"skills/{Keeper}/skill.yaml", Manifest(Keeper, "isolation: session\n", "add"));
        ProgramResult built = await SkillHostProgram.RunAsync(Root, "build");
        Assert.True(built.ExitCode == 0, built.Error);
    }

    public async Task DisposeAsync()
    {
        await ProbeSkill.RemoveImagesAsync($"skillhost/skill-{Runner}:");
        await ProbeSkill.RemoveImagesAsync($"skillhost/skill-{Keeper}:");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Waits until <paramref name="count"/> containers of a skill are there; fails after a minute.</summary>
    internal static async Task AwaitContainersAsync(string skill, int count)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddDockerEngine().BuildServiceProvider();
        IContainerEngine engine = services.GetRequiredService<IContainerEngine>();
        Dictionary<string, string> labels = new() { ["skillhost.skill"] = skill };
        while ((await engine.ListAsync(labels, limit.Token)).Count != count)
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static string Manifest(string name, string more, params string[] functions) =>
        $$"""
        apiVersion: skillhost/v1
        name: {{name}}
        version: 1.0.0
        description: A skill of the tests.
        runtime: bash
        limits: { timeout: 120s, memory: 64m, tmp: 4m, out: 64k }
        {{more}}functions:

        """ + string.Concat(functions.Select(f => $$"""
          - name: {{f}}
            description: Does what {{f}}.sh says.
            inputSchema: { type: object, additionalProperties: false, properties: { text: { type: string } } }
            command: ["bash", "{{f}}.sh"]

        """));
}
