using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Docker.Tests.Images;

/// <summary>Skills and runtimes in a folder of their own, built on the real engine; all that was made is removed at the end.</summary>
internal sealed class RealWorkshop : IAsyncDisposable, IProgress<ImageBuildProgress>
{
    private readonly string _root = Directory.CreateTempSubdirectory("skillhost-images-").FullName;
    private readonly ServiceProvider _services;
    private readonly List<ImageBuildProgress> _lines = [];

    public RealWorkshop(Action<ImageOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddDockerEngine().AddImages();
        services.Configure<ImageOptions>(o =>
        {
            o.Folder = Path.Combine(_root, "images");
            o.StateFolder = Path.Combine(_root, "state");
            o.BuildMemoryBytes = 128 << 20;
        });
        services.Configure(configure ?? (_ => { }));

        // An engine that removes a full disk's layers, or builds for another test, answers late; that is not what these tests are about.
        services.Configure<DockerOptions>(o => o.RequestTimeout = TimeSpan.FromMinutes(2));
        _services = services.BuildServiceProvider();
    }

    /// <summary>Unique to this workshop: skills are named with it.</summary>
    public string Mark { get; } = "t" + Guid.NewGuid().ToString("n")[..8];

    public DockerEngine Engine => _services.GetRequiredService<DockerEngine>();

    public IImageBuilder Builder => _services.GetRequiredService<IImageBuilder>();

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines.Select(l => l.Line)];
            }
        }
    }

    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public void Write(string path, byte[] bytes)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // Every path has a folder in front.
        File.WriteAllBytes(full, bytes);
    }

    public Skill Own(string name, string dockerfile)
    {
        Write($"skills/{Name(name)}/Dockerfile", dockerfile);
        return Skill(name, null);
    }

    public Skill OnRuntime(string name, string runtime)
    {
        Write($"skills/{Name(name)}/main.sh", "echo hello\n");
        return Skill(name, runtime);
    }

    public string FolderOf(string name) => Path.Combine("skills", Name(name));

    public async Task<ImageBuildReport> BuildAsync(Skill skill, CancellationToken cancellationToken = default) =>
        (await Builder.BuildAsync([skill], new ImageBuildRequest(), this, cancellationToken))[0];

    public void Report(ImageBuildProgress value)
    {
        lock (_lines)
        {
            _lines.Add(value);
        }
    }

    /// <summary>Runs a command in the image under the call's baseline and returns its output and errors.</summary>
    public async Task<string> RunAsync(SkillImage image, params string[] command)
    {
        var spec = new ContainerSpec
        {
            Name = $"skillhost-images-test-{Guid.NewGuid():n}",
            ImageId = image.Id,
            Command = command,
            UserId = 100_456,
            Labels = new Dictionary<string, string> { ["skillhost.images-tests"] = Mark },
            MemoryBytes = 64 << 20,
            Cpus = 1,
            Pids = 64,
            ImageEnvironment = image.EnvironmentNames,
        };
        await Engine.CreateAsync(spec, CancellationToken.None);
        try
        {
            await using IContainerAttachment attachment = await Engine.AttachAsync(spec.Name, CancellationToken.None);
            await Engine.StartAsync(spec.Name, CancellationToken.None);
            await attachment.CompleteInputAsync(CancellationToken.None);
            using var reader = new StreamReader(attachment.Duplex);
            return await reader.ReadToEndAsync() + attachment.ErrorTail;
        }
        finally
        {
            await Engine.RemoveAsync(spec.Name, CancellationToken.None);
        }
    }

    /// <summary>Images that this workshop's builds made and nothing refers to.</summary>
    public async Task<IReadOnlyList<ImageInfo>> LooseAsync()
    {
        const string Mark = "---> ";
        HashSet<string> mine =
            [.. Lines.Select(l => l.Trim()).Where(l => l.StartsWith(Mark, StringComparison.Ordinal)).Select(l => l[Mark.Length..])];
        IReadOnlyList<ImageInfo> images = await Engine.ListImagesAsync(new Dictionary<string, string>(), CancellationToken.None);
        return [.. images.Where(i => i.Tags.Count == 0 && mine.Contains(i.Id["sha256:".Length..][..12]))];
    }

    /// <summary>Containers of this workshop's build steps that are still there.</summary>
    public async Task<IReadOnlyList<ContainerState>> StepsLeftAsync()
    {
        const string Mark = "---> Running in ";
        List<ContainerState> left = [];
        foreach (string line in Lines.Select(l => l.Trim()).Where(l => l.StartsWith(Mark, StringComparison.Ordinal)))
        {
            if (await Engine.FindAsync(line[Mark.Length..], CancellationToken.None) is { } container)
            {
                left.Add(container);
            }
        }

        return left;
    }

    /// <summary>A receiver of lines nobody reads.</summary>
    public IProgress<string> Silent { get; } = new Progress<string>();

    /// <summary>Names of images that have this workshop's mark.</summary>
    public async Task<IReadOnlyList<string>> TagsAsync()
    {
        IReadOnlyList<ImageInfo> images = await Engine.ListImagesAsync(new Dictionary<string, string>(), CancellationToken.None);
        return [.. images.SelectMany(i => i.Tags).Where(t => t.Contains(Mark, StringComparison.Ordinal))];
    }

    /// <summary>Removes every image that has this workshop's mark, as on a host that never built them.</summary>
    public async Task RemoveImagesAsync()
    {
        foreach (string tag in (await TagsAsync()).OrderByDescending(t => t.Contains("/skill-", StringComparison.Ordinal)))
        {
            await RemoveAsync(tag);
        }
    }

    /// <summary>Builds what no host of ours would: the Dockerfile goes to the engine as it is.</summary>
    public async Task BuildRawAsync(string tag, string dockerfile)
    {
        using var context = new MemoryStream();
        await using (var tar = new TarWriter(context, leaveOpen: true))
        {
            using var text = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = text });
        }

        context.Position = 0;
        var spec = new ImageBuildSpec
        {
            Tag = tag,
            MemoryBytes = 128 << 20,
            Cpus = 1,
            FileBytes = 1 << 30,
            Timeout = TimeSpan.FromMinutes(2),
        };
        await Engine.BuildImageAsync(spec, context, Silent, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveImagesAsync();
        await _services.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    // A container removed a moment ago may still hold its image.
    private async Task RemoveAsync(string tag)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await Engine.RemoveImageAsync(tag, CancellationToken.None);
                return;
            }
            catch (EngineException e) when (e.Failure == EngineFailure.Conflict && attempt < 200)
            {
                await Task.Delay(25);
            }
        }
    }

    /// <summary>A name of this workshop alone.</summary>
    public string Name(string name) => $"{Mark}-{name}";

    private Skill Skill(string name, string? runtime) => new()
    {
        Name = new SkillName(Name(name)),
        Version = "1.0.0",
        Description = "Does something.",
        Folder = Path.Combine(_root, "skills", Name(name)),
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
}
