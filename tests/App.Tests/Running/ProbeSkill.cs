using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.Containers;
using SkillHost.Docker;

namespace SkillHost.App.Tests.Running;

/// <summary>A bash skill whose functions end in every way a call can, under a name of its own; its images go at the end.</summary>
public sealed class ProbeSkill : IAsyncLifetime, IDisposable
{
    private readonly SkillsFolder _folder = new();

    /// <summary>Name of the skill.</summary>
    public string Name { get; } = $"probe-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    /// <summary>Working directory with <c>appsettings.json</c> and <c>skills/</c>.</summary>
    public string Root => _folder.Root;

    public Task InitializeAsync()
    {
        _folder
            .Write("appsettings.json", $$"""
                { "SkillHost": { "ImagesFolder": "{{Repository.Root}}images", "StateFolder": "state",
                  "Policies": { "Skills": { "{{Name}}": { "Secrets": { "COPY_TOKEN": "PROBE_TOKEN" } } } } } }
                """)
            .Write($"skills/{Name}/echo.sh", "cat\n")
            .Write($"skills/{Name}/log.sh", "printf 'one\\ntwo' >&2\nprintf 'three\\n'\n")
            .Write($"skills/{Name}/fail.sh", "echo partial\necho broken >&2\nexit 7\n")
            .Write($"skills/{Name}/wait.sh", "echo waiting >&2\nsleep 60\n")
            .Write($"skills/{Name}/hog.sh", "s=x; while :; do s=$s$s; done\n")
            .Write($"skills/{Name}/escape.sh", "printf '\\033[2Jwiped\\n' >&2\nprintf '\\033[31mred\\n'\n")
            .Write($"skills/{Name}/wrong.sh", "echo '\"five\"'\n")
            .Write($"skills/{Name}/alone.sh", "[ $$ != 1 ] || sleep 600\necho in company\n")
            .Write($"skills/{Name}/copy.sh", "cp -r /in/. /out; ln -s / /out/link; echo ${COPY_TOKEN:-no token}\n")
            .Write($"skills/{Name}/skill.yaml", Manifest());
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => RemoveImagesAsync($"skillhost/skill-{Name}:");

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs the program in <see cref="Root"/>.</summary>
    internal Task<ProgramResult> RunAsync(params string[] arguments) => SkillHostProgram.RunAsync(Root, arguments);

    /// <summary>Names of containers of calls of this skill that are on the engine now.</summary>
    internal async Task<IReadOnlyList<string>> ContainersAsync()
    {
        await using ServiceProvider services = Engine();
        IReadOnlyList<ContainerSummary> all = await services.GetRequiredService<IContainerEngine>().ListAsync(
            new Dictionary<string, string> { ["skillhost.skill"] = Name }, CancellationToken.None);
        return [.. all.Select(c => c.Name)];
    }

    /// <summary>Removes every image with a name that begins with <paramref name="prefix"/>.</summary>
    internal static async Task RemoveImagesAsync(string prefix)
    {
        await using ServiceProvider services = Engine();
        IImageEngine images = services.GetRequiredService<IImageEngine>();
        IReadOnlyList<ImageInfo> all = await images.ListImagesAsync(new Dictionary<string, string>(), CancellationToken.None);
        foreach (string tag in all.SelectMany(i => i.Tags).Where(t => t.StartsWith(prefix, StringComparison.Ordinal)))
        {
            await images.RemoveImageAsync(tag, CancellationToken.None);
        }
    }

    private static ServiceProvider Engine() => new ServiceCollection().AddLogging().AddDockerEngine().BuildServiceProvider();

    private string Manifest()
    {
        string[] functions = ["echo", "log", "fail", "wait", "hog", "escape"];
        return $$"""
            apiVersion: skillhost/v1
            name: {{Name}}
            version: 1.0.0
            description: Ends in every way a call can end.
            runtime: bash
            limits: { timeout: 20s, memory: 64m, tmp: 4m }
            functions:
              - name: wrong
                description: Prints text where a number is promised.
                inputSchema: { type: object }
                outputSchema: { type: integer }
                command: ["bash", "wrong.sh"]
              - name: alone
                description: Ends at once, unless it is process 1.
                inputSchema: { type: object }
                limits: { timeout: 1s }
                command: ["bash", "alone.sh"]
              - name: copy
                description: Leaves what it is sent.
                inputSchema: { type: object }
                limits: { in: 1m, out: 1m }
                secrets: [{ name: COPY_TOKEN, as: env }]
                command: ["bash", "copy.sh"]

            """ + string.Concat(functions.Select(f => $$"""
              - name: {{f}}
                description: Does what {{f}}.sh says.
                inputSchema: { type: object, properties: { text: { type: string }, count: { type: integer } } }
                command: ["bash", "{{f}}.sh"]

            """));
    }
}
