using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Functions;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Sandboxes.Pools;
using SkillHost.Skills;

namespace SkillHost.Hosting;

/// <summary>
/// Has containers waiting for the skills whose manifests ask for it, once the host is started: after its start, and after every load.
/// Images that are missing are built for it, in the background.
/// </summary>
internal sealed partial class WarmKeeper(
    WarmPools pools, IImageBuilder images, SandboxRequests requests, SecretKeeper secrets, IOptions<WarmOptions> options,
    ILogger<WarmKeeper> logger)
    : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private SkillCatalog _catalog = SkillCatalog.Empty;
    private Task _keeping = Task.CompletedTask;
    private bool _started;
    private bool _disposed;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _started = options.Value.Enabled;
            pools.ImageMissing = MakeAgain;
            Begin();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _keeping;
    }

    /// <summary>These skills take the place of those before.</summary>
    public void Load(SkillCatalog catalog)
    {
        lock (_gate)
        {
            _catalog = catalog;
            Begin();
        }
    }

    /// <summary>For hosts that are disposed of synchronously, which leaves nothing but to wait.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // The container of services disposes what it knows under two names twice.
        if (!_disposed)
        {
            _disposed = true;
            await StopAsync(CancellationToken.None);
            _stop.Dispose();
        }
    }

    // Somebody removed it behind the host's back; a call would make it again, but should not have to.
    private void MakeAgain(SkillName skill)
    {
        images.Forget(skill);
        lock (_gate)
        {
            Begin();
        }
    }

    private void Begin()
    {
        if (_started && !_stop.IsCancellationRequested)
        {
            SkillCatalog catalog = _catalog;
            _keeping = _keeping.ContinueWith(_ => KeepAsync(catalog), TaskScheduler.Default).Unwrap();
        }
    }

    private async Task KeepAsync(SkillCatalog catalog)
    {
        await pools.RetainAsync(catalog.Functions.Select(function => KeyValuePair.Create(
            function.Callable.Skill.Name, function.Callable.Policy)));
        foreach (IGrouping<Skill, SkillFunction> skill in catalog.Functions.GroupBy(function => function.Callable.Skill))
        {
            if (skill.Key.Warm > 0 && !_stop.IsCancellationRequested)
            {
                await TryKeepAsync(skill.Key, [.. skill.Select(function => function.Callable)]);
            }
        }
    }

    private async Task TryKeepAsync(Skill skill, IReadOnlyList<Callable> functions)
    {
        try
        {
            ImageBuildReport report = await images.GetImageAsync(skill, _stop.Token);
            if (report.Image is not { } image)
            {
                Log.NoImage(logger, skill.Name.Value, report.Message);
                return;
            }

            foreach (Callable function in functions)
            {
                CallSecrets opened = await secrets.OpenAsync(skill.Name, function.Policy, _stop.Token);
                await pools.EnsureAsync(requests.Of(function, image, function.Policy, opened));
            }

            Log.Keeping(logger, skill.Name.Value, skill.Warm, options.Value.MaxPerSkill);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception e)
        {
            // A background task: calls of the skill meet whatever it is as well, and report it.
            Log.NotKept(logger, skill.Name.Value, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8101, LogLevel.Information, "{Skill} asks for {Warm} waiting containers per policy and may have {Most} in all")]
        public static partial void Keeping(ILogger logger, string skill, int warm, int most);

        [LoggerMessage(8102, LogLevel.Warning, "No containers wait for {Skill}, since it has no image: {Reason}")]
        public static partial void NoImage(ILogger logger, string skill, string reason);

        [LoggerMessage(8103, LogLevel.Warning, "No containers wait for {Skill}")]
        public static partial void NotKept(ILogger logger, string skill, Exception exception);
    }
}
