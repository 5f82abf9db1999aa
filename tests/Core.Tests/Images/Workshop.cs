using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Images;

/// <summary>A skills folder, a runtimes folder, a stand-in for process 1 and a builder over a fake engine.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("skillhost-images-").FullName;
    private readonly Action<ImageOptions>? _configure;
    private ServiceProvider _services;

    public Workshop(Action<ImageOptions>? configure = null)
    {
        _configure = configure;
        Write("init/linux-x64/skillhost-init", "process 1");
        Write("images/python/Dockerfile", "FROM skillhost/base\nRUN install python\n");
        Write("images/python/runtime.yaml", "limits: { memory: 128m }\nenvironment: { PYTHONUTF8: \"1\" }\n");
        Write("images/base/Dockerfile", "FROM debian:bookworm-slim\n");
        _services = Start();
    }

    public FakeImageEngine Engine { get; } = new();

    public Lines Lines { get; } = new();

    public string Root => _root;

    public IImageBuilder Builder => _services.GetRequiredService<IImageBuilder>();

    public IImagePruner Pruner => _services.GetRequiredService<IImagePruner>();

    /// <summary>A new process over the same folders and engine.</summary>
    public void Restart()
    {
        _services.Dispose();
        _services = Start();
    }

    public string Write(string path, string text)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);

        // Old enough for its stamp to be believed.
        File.SetLastWriteTimeUtc(full, DateTime.UnixEpoch.AddYears(50));
        return full;
    }

    public static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.SetUser);
        }
    }

    /// <summary>A skill with its own Dockerfile.</summary>
    public Skill Own(string name, string dockerfile)
    {
        Write($"skills/{name}/Dockerfile", dockerfile);
        return Skill(name, runtime: null);
    }

    /// <summary>A skill on a runtime.</summary>
    public Skill OnRuntime(string name, string runtime = "python")
    {
        Write($"skills/{name}/main.py", "print(1)\n");
        return Skill(name, runtime);
    }

    public async Task<ImageBuildReport> BuildAsync(Skill skill, ImageBuildRequest? request = null) =>
        (await BuildAsync([skill], request))[0];

    public Task<IReadOnlyList<ImageBuildReport>> BuildAsync(IReadOnlyList<Skill> skills, ImageBuildRequest? request = null) =>
        Builder.BuildAsync(skills, request ?? new ImageBuildRequest(), Lines, CancellationToken.None);

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private Skill Skill(string name, string? runtime) => new()
    {
        Name = new SkillName(name),
        Version = "1.0.0",
        Description = "Does something.",
        Folder = Path.Combine(_root, "skills", name),
        Runtime = runtime,
        Policy = new PolicyRequest(),
        Functions =
        [
            new FunctionDefinition
            {
                Name = "go",
                Description = "Goes.",
                InputSchema = JsonDocument.Parse("{}").RootElement,
                Command = ["go"],
            },
        ],
        Source = new SourceMap($"{name}/skill.yaml", new Dictionary<string, SourcePlace>()),
    };

    private ServiceProvider Start()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IImageEngine>(Engine);
        services.AddSingleton<IContainerEngine>(Engine);
        services.AddImages();
        services.Configure<ImageOptions>(o =>
        {
            o.Folder = Path.Combine(_root, "images");
            o.StateFolder = Path.Combine(_root, "state");
            o.InitFolder = Path.Combine(_root, "init");
            _configure?.Invoke(o);
        });
        return services.BuildServiceProvider();
    }
}
