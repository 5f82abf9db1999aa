using System.Formats.Tar;
using System.Text;
using SkillHost.Containers;

namespace SkillHost.Core.Tests.Images;

/// <summary>An engine that keeps images in memory and takes every context apart.</summary>
internal sealed class FakeImageEngine : IImageEngine, IContainerEngine
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ImageInfo> _images = new(StringComparer.Ordinal);
    private int _count;

    public FakeImageEngine() => Add("debian:bookworm-slim");

    /// <summary>Builds so far.</summary>
    public List<FakeBuild> Builds { get; } = [];

    /// <summary>Names of the members called, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What a registry has.</summary>
    public HashSet<string> Registry { get; } = [];

    /// <summary>Called for each build, after its context was read; may throw, wait or return another image.</summary>
    public Func<FakeBuild, ImageInfo, CancellationToken, Task<ImageInfo>> OnBuild { get; set; } = (_, image, _) => Task.FromResult(image);

    /// <summary>Called with each built image and its name once the engine has them.</summary>
    public Action<ImageInfo, string> AfterBuild { get; set; } = (_, _) => { };

    /// <summary>Called when a build was asked for and nothing of its context was read.</summary>
    public Action BeforeRead { get; set; } = () => { };

    public IReadOnlyList<ImageInfo> Images
    {
        get
        {
            lock (_gate)
            {
                return [.. _images.Values];
            }
        }
    }

    public ImageInfo Add(string tag, Func<ImageInfo, ImageInfo>? with = null)
    {
        lock (_gate)
        {
            DateTimeOffset created = DateTimeOffset.UnixEpoch.AddMinutes(++_count);
            var image = new ImageInfo { Id = $"sha256:{_count:x64}", Tags = [tag], CreatedAt = created };
            image = with?.Invoke(image) ?? image;
            Name(image, tag);
            return _images[image.Id];
        }
    }

    /// <summary>Drops an image behind the host's back.</summary>
    public void Forget(string id)
    {
        lock (_gate)
        {
            _images.Remove(id);
        }
    }

    public Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new EngineInfo { Address = "fake", Version = "1", ApiVersion = "1.41", Architecture = "x64" });

    public Task<ImageInfo?> FindImageAsync(string reference, CancellationToken cancellationToken)
    {
        Note(nameof(FindImageAsync));
        lock (_gate)
        {
            return Task.FromResult(_images.Values.FirstOrDefault(i => i.Id == reference || i.Tags.Contains(reference)));
        }
    }

    public async Task<ImageInfo> BuildImageAsync(
        ImageBuildSpec spec, Stream context, IProgress<string> progress, CancellationToken cancellationToken)
    {
        Note(nameof(BuildImageAsync));
        BeforeRead();
        var build = new FakeBuild(spec, await ReadAsync(context, cancellationToken));
        lock (_gate)
        {
            Builds.Add(build);
        }

        progress.Report("Step 1/1 : \u001b[31mFROM\u001b[0m it\a");
        var image = new ImageInfo { Id = "", Labels = spec.Labels, SizeBytes = 1000 };
        image = await OnBuild(build, image, cancellationToken);
        image = Add(spec.Tag, made => image with { Id = made.Id, Tags = made.Tags, CreatedAt = made.CreatedAt });
        AfterBuild(image, spec.Tag);
        return image;
    }

    public Task PullImageAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        Note(nameof(PullImageAsync));
        if (!Registry.Contains(reference))
        {
            throw new EngineException(EngineFailure.NotFound, $"{reference}: not found");
        }

        Add(reference);
        return Task.CompletedTask;
    }

    public Task PushImageAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task TagImageAsync(string image, string reference, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ImageInfo>> ListImagesAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        Note(nameof(ListImagesAsync));
        return Task.FromResult<IReadOnlyList<ImageInfo>>([.. Images.Where(i => labels.Keys.All(i.Labels.ContainsKey))]);
    }

    public Task RemoveImageAsync(string reference, CancellationToken cancellationToken)
    {
        Note(nameof(RemoveImageAsync));
        lock (_gate)
        {
            foreach (ImageInfo image in _images.Values.Where(i => i.Id == reference || i.Tags.Contains(reference)).ToArray())
            {
                _images.Remove(image.Id);
            }
        }

        return Task.CompletedTask;
    }

    public Task<string> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IContainerAttachment> AttachAsync(string container, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task StartAsync(string container, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ContainerState?> FindAsync(string container, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveAsync(string container, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ContainerSummary>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<ContainerEvent> WatchAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static async Task<IReadOnlyDictionary<string, TarFile>> ReadAsync(Stream context, CancellationToken cancellationToken)
    {
        Dictionary<string, TarFile> files = new(StringComparer.Ordinal);
        await using var tar = new TarReader(context, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: true, cancellationToken) is { } entry)
        {
            using var content = new MemoryStream();
            await (entry.DataStream?.CopyToAsync(content, cancellationToken) ?? Task.CompletedTask);
            files.Add(entry.Name, new TarFile(entry, Encoding.UTF8.GetString(content.ToArray())));
        }

        return files;
    }

    private void Note(string call)
    {
        lock (_gate)
        {
            Calls.Add(call);
        }
    }

    private void Name(ImageInfo image, string tag)
    {
        foreach (ImageInfo other in _images.Values.Where(i => i.Tags.Contains(tag)).ToArray())
        {
            _images[other.Id] = other with { Tags = [.. other.Tags.Where(t => t != tag)] };
        }

        _images[image.Id] = image;
    }
}
