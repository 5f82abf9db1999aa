using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SkillHost.Containers;
using SkillHost.Docker.Addresses;
using SkillHost.Docker.Baseline;
using SkillHost.Docker.Containers;
using SkillHost.Docker.Events;
using SkillHost.Docker.Images;
using SkillHost.Docker.Info;
using SkillHost.Docker.Registries;
using SkillHost.Docker.Streams;
using SkillHost.Docker.Transport;
using SkillHost.Docker.Usage;

namespace SkillHost.Docker;

/// <summary>A Docker engine. Thread-safe; connects on first use and finds the engine again after it was lost.</summary>
public sealed class DockerEngine : IContainerEngine, IImageEngine, IEngineUsage, IDisposable
{
    // Where it is not allowed it never is; a single refusal may be of a process that ended just then.
    private const int RefusalsInARow = 3;

    private readonly EngineLinks _links;
    private readonly EngineInfoReader _info;
    private readonly ContainerOperations _containers;
    private readonly ContainerAttacher _attacher;
    private readonly EventWatcher _events;
    private readonly ImageOperations _images;
    private readonly ImageBuilder _builder;
    private readonly ImagePuller _puller;
    private readonly UsageOperations _usage;
    private readonly ImagePusher _pusher;
    private int _refusedSockets;

    internal DockerEngine(DockerOptions options, DockerEnvironment environment, TimeProvider time, ILoggerFactory loggers)
    {
        _links = new EngineLinks(new DockerAddressFinder(options.Address, environment), options.RequestTimeout, time);
        var http = new EngineHttp(_links, options.RequestTimeout, time, loggers.CreateLogger<EngineHttp>());
        _info = new EngineInfoReader(_links, http);
        _containers = new ContainerOperations(http, _info, new ContainerBaseline(new SeccompProfile()));
        _attacher = new ContainerAttacher(new Upgrader(_links, options.RequestTimeout, time));
        _events = new EventWatcher(http, time);
        _images = new ImageOperations(http);
        _builder = new ImageBuilder(http, _images, _containers, time, loggers.CreateLogger<ImageBuilder>());
        var credentials = new RegistryCredentials(new DockerContextReader(environment.ConfigFolder));
        _puller = new ImagePuller(http, credentials, options.PullTimeout);
        _pusher = new ImagePusher(http, credentials, options.PullTimeout);
        _usage = new UsageOperations(http);
    }

    /// <summary>An engine without a service container: by <paramref name="options"/> and this process's environment.</summary>
    public static DockerEngine Create(DockerOptions? options = null)
    {
        options ??= new DockerOptions();
        var verdict = new DockerOptionsValidator().Validate(null, options);
        return verdict.Failed
            ? throw new EngineException(EngineFailure.BadRequest, verdict.FailureMessage)
            : new DockerEngine(options, DockerEnvironment.OfThisProcess(), TimeProvider.System, NullLoggerFactory.Instance);
    }

    /// <inheritdoc/>
    public Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken) => _info.GetAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<string> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return _containers.CreateAsync(spec, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IContainerAttachment> AttachAsync(string container, CancellationToken cancellationToken) =>
        _attacher.AttachAsync(container, cancellationToken);

    /// <inheritdoc/>
    public async Task<Stream?> FetchSocketAsync(string container, int descriptor, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _refusedSockets) >= RefusalsInARow
            || await _containers.FindAsync(container, cancellationToken) is not { ProcessId: { } process } state)
        {
            return null;
        }

        var socket = ProcessSocket.Fetch(process, state.Id, descriptor);
        if (socket is not null)
        {
            Volatile.Write(ref _refusedSockets, 0);
        }
        else if (Directory.Exists($"/proc/{process}"))
        {
            Interlocked.Increment(ref _refusedSockets);
        }

        return socket is null ? null : new BlockingSocketStream(socket);
    }

    /// <inheritdoc/>
    public Task StartAsync(string container, CancellationToken cancellationToken) => _containers.StartAsync(container, cancellationToken);

    /// <inheritdoc/>
    public Task<ContainerState?> FindAsync(string container, CancellationToken cancellationToken) =>
        _containers.FindAsync(container, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(string container, CancellationToken cancellationToken) => _containers.RemoveAsync(container, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContainerSummary>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return _containers.ListAsync(labels, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ContainerEvent> WatchAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return _events.WatchAsync(labels, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImageInfo?> FindImageAsync(string reference, CancellationToken cancellationToken) =>
        _images.FindAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public Task<ImageInfo> BuildImageAsync(
        ImageBuildSpec spec, Stream context, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(progress);
        return _builder.BuildAsync(spec, context, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public Task PullImageAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return _puller.PullAsync(reference, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public Task PushImageAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return _pusher.PushAsync(reference, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public Task TagImageAsync(string image, string reference, CancellationToken cancellationToken) =>
        _images.TagAsync(image, reference, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ImageInfo>> ListImagesAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return _images.ListAsync(labels, cancellationToken);
    }

    /// <inheritdoc/>
    public Task RemoveImageAsync(string reference, CancellationToken cancellationToken) =>
        _images.RemoveAsync(reference, cancellationToken);

    /// <inheritdoc/>
    public Task<ContainerUsage?> MeasureAsync(string container, CancellationToken cancellationToken) =>
        _usage.MeasureAsync(container, cancellationToken);

    /// <inheritdoc/>
    public Task<EngineDisk> MeasureDiskAsync(CancellationToken cancellationToken) => _usage.MeasureDiskAsync(cancellationToken);

    /// <inheritdoc/>
    public Task AskRegistryAsync(string reference, CancellationToken cancellationToken) =>
        _usage.AskRegistryAsync(reference, cancellationToken);

    /// <summary>Closes the pooled connections; attachments stay open until they are disposed themselves.</summary>
    public void Dispose() => _links.Dispose();
}
