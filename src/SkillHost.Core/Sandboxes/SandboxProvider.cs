using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Policies;

namespace SkillHost.Sandboxes;

/// <summary>
/// Makes a container for every call: create, attach, start. What was begun is finished, and then removed if nobody wants it any more.
/// </summary>
internal sealed partial class SandboxProvider(
    IContainerEngine engine,
    SandboxSpecs specs,
    CallGroups groups,
    MountChecker mounts,
    LiveContainers live,
    ContainerRemover remover,
    EngineWatcher watcher,
    Sweeper sweeper,
    IOptions<SandboxOptions> options,
    TimeProvider time,
    ILogger<SandboxProvider> logger) : ISandboxProvider
{
    /// <inheritdoc />
    public async Task<ISandbox> AcquireAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<Sandbox> making = MakeAsync(request);
        try
        {
            return await making.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            remover.Track(AbandonAsync(making));
            throw;
        }
    }

    private static async Task AbandonAsync(Task<Sandbox> making)
    {
        try
        {
            await (await making).DisposeAsync();
        }
        catch (SandboxException)
        {
            // Nothing was made, and nobody is left to be told why.
        }
    }

    /// <summary>Makes a container to its end, whoever waits for it. Throws <see cref="SandboxException"/>.</summary>
    public async Task<Sandbox> MakeAsync(SandboxRequest request)
    {
        LiveContainer container = Reserve(request);
        watcher.Start();
        sweeper.Start();
        try
        {
            using CancellationTokenSource deadline = new(options.Value.StartTimeout, time);
            return await StartAsync(request, container, deadline.Token);
        }
        catch (Exception e)
        {
            remover.Begin(container);
            Log.NotStarted(logger, container.Name, e);
            throw Explain(e);
        }
        finally
        {
            container.Settle();
        }
    }

    private async Task<Sandbox> StartAsync(SandboxRequest request, LiveContainer container, CancellationToken cancellationToken)
    {
        await groups.PrepareAsync(cancellationToken);
        ContainerSpec spec = specs.Make(request, container);
        IReadOnlyList<MountSight> seen = mounts.Look(request.Policy.Mounts);
        string id = await engine.CreateAsync(spec, cancellationToken);
        live.Know(container, id);
        IContainerAttachment attachment = await engine.AttachAsync(id, cancellationToken);
        try
        {
            await engine.StartAsync(id, cancellationToken);
            await CheckMountsAsync(spec, seen, cancellationToken);
        }
        catch
        {
            await attachment.DisposeAsync();
            throw;
        }

        Sandbox sandbox = new(engine, remover, container, attachment, time, logger);
        await PrepareAsync(sandbox, request, cancellationToken);
        return sandbox;
    }

    private async Task PrepareAsync(Sandbox sandbox, SandboxRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (request.Kind != SandboxKind.Cold && options.Value.DirectLine)
            {
                await sandbox.ShortenAsync(cancellationToken);
            }

            await sandbox.ListenAsync(request.Policy, cancellationToken);
            if (request.Preparation is { } preparation)
            {
                await sandbox.PrepareAsync(preparation, cancellationToken);
            }
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    private LiveContainer Reserve(SandboxRequest request)
    {
        try
        {
            return live.Add(request);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NoState(logger, e);
            throw new SandboxException(SandboxFailure.Unavailable, "the host cannot use its state folder", e);
        }
    }

    private async Task CheckMountsAsync(
        ContainerSpec spec, IReadOnlyList<MountSight> seen, CancellationToken cancellationToken)
    {
        if (spec.Mounts.Count == 0)
        {
            return;
        }

        MountVerification.Check(spec, await engine.FindAsync(spec.Name, cancellationToken), seen, mounts);
    }

    private static SandboxException Explain(Exception exception) => exception switch
    {
        SandboxException e => e,
        PolicyDeniedException e => new(SandboxFailure.Denied, e.Message, e),
        EngineException { Failure: EngineFailure.NotFound } e => new(SandboxFailure.ImageMissing, "the engine no longer has its image", e),
        EngineException { Failure: EngineFailure.Unreachable } e => new(SandboxFailure.Unavailable, "no container engine answers", e),
        EngineException { Failure: EngineFailure.PermissionDenied } e =>
            new(SandboxFailure.Unavailable, "the host may not use the container engine", e),
        EngineException { Failure: EngineFailure.OutOfDisk } e => new(SandboxFailure.Unavailable, "the container engine's disk is full", e),
        EngineException { Failure: EngineFailure.TimedOut } or OperationCanceledException =>
            new(SandboxFailure.Unavailable, "the container engine did not answer in time", exception),
        _ => new(SandboxFailure.Unavailable, "its container could not be started", exception),
    };

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Warning, "Container {Container} could not be started")]
        public static partial void NotStarted(ILogger logger, string container, Exception exception);

        [LoggerMessage(6002, LogLevel.Error, "The state folder cannot be used")]
        public static partial void NoState(ILogger logger, Exception exception);
    }
}
