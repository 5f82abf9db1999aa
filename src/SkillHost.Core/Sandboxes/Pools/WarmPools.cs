using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.Sandboxes.Pools;

/// <summary>
/// Keeps containers started and waiting, once the host is started: fills pools in the background, hands out each container once, and
/// replaces what has died, grown old or lost its image before it is handed out.
/// </summary>
internal sealed partial class WarmPools(
    WarmStock stock,
    SandboxProvider sandboxes,
    Admission admission,
    LiveContainers live,
    ContainerRemover remover,
    WarmMeters meters,
    IOptions<WarmOptions> options,
    TimeProvider time,
    ILogger<WarmPools> logger) : IDisposable
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    // A call that found a container is done in a few milliseconds if it is short; starting another would slow it down.
    private static readonly TimeSpan AfterATake = TimeSpan.FromMilliseconds(5);

    // Functions keep one policy for as long as they live.
    private readonly ConditionalWeakTable<SandboxPolicy, string> _hashes = [];
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _filling;
    private ITimer? _soon;

    /// <summary>Is told when a container cannot be started since the engine no longer has the image of its skill.</summary>
    public Action<SkillName>? ImageMissing { get; set; }

    /// <summary>Begins to fill pools, unless the options say no.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_filling is null && options.Value.Enabled && !_stop.IsCancellationRequested)
            {
                _filling = Task.Run(() => FillOnAndOnAsync(_stop.Token));
            }
        }
    }

    /// <summary>Destroys what waits, and starts nothing more. Removal goes on in the background.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await DestroyAsync(stock.Close());
        await (_filling ?? Task.CompletedTask);
    }

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    /// <summary>Keeps as many containers waiting for such calls as <see cref="SandboxRequest.Warm"/> says.</summary>
    public async Task EnsureAsync(SandboxRequest request)
    {
        if (_filling is not null)
        {
            await DestroyAsync(stock.Ensure(KeyOf(request), Template(request)));
            Wake();
        }
    }

    /// <summary>Destroys what waits for calls under policies that nobody has any more.</summary>
    public Task RetainAsync(IEnumerable<KeyValuePair<SkillName, SandboxPolicy>> policies)
    {
        HashSet<(SkillName, string)> wanted = [.. policies.Select(policy => (policy.Key, HashOf(policy.Value)))];
        return DestroyAsync(stock.Retain(key => wanted.Contains((key.Skill, key.PolicyHash))));
    }

    /// <summary>A container that no call has used, or null: then the caller makes its own. Cancelling loses nothing.</summary>
    public async Task<Sandbox?> TakeAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        if (_filling is null || request.Warm is null || (request.Warm == 0 && !options.Value.Adaptive))
        {
            return null;
        }

        WarmTake take = stock.Take(KeyOf(request), Template(request));
        (take.Ready is null ? (Action)Wake : WakeSoon)();
        meters.Took(request.Image.Skill, take.Ready is not null);
        remover.Track(DestroyAsync(take.Retired));
        WaitingSandbox? found = take.Ready ?? (take.OnItsWay is null ? null : await ClaimAsync(take.OnItsWay, cancellationToken));
        if (found is null)
        {
            return null;
        }

        found.Sandbox.HandOver(request, live);
        return found.Sandbox;
    }

    /// <summary>
    /// Destroys one waiting container to make room, of the skill with this first user id where one is named; null where none waits.
    /// </summary>
    public Sandbox? GiveUp(uint? firstUserId)
    {
        WaitingSandbox? given = stock.GiveUp(firstUserId);
        if (given is not null)
        {
            remover.Track(DestroyAsync([given]));
        }

        return given?.Sandbox;
    }

    // A place where one asks for containers that wait: without the call's id, place and lifetime.
    private SandboxRequest Template(SandboxRequest request) => request with
    {
        InvocationId = "",
        Place = null,
        Kind = SandboxKind.Warm,
        Wait = options.Value.MaxAge,
    };

    private WarmKey KeyOf(SandboxRequest request) =>
        new(request.Image.Skill, HashOf(request.Policy), request.Preparation?.Key ?? "");

    private string HashOf(SandboxPolicy policy) => _hashes.GetValue(policy, PolicyHash.Of);

    private void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    private void WakeSoon() => _soon?.Change(AfterATake, Never);

    private async Task<WaitingSandbox?> ClaimAsync(WarmStart start, CancellationToken cancellationToken)
    {
        try
        {
            WaitingSandbox? made = await start.Done.Task.WaitAsync(cancellationToken);
            if (made is { Sandbox.IsOpen: false })
            {
                // It is in no pool any more, so nobody else would see to its end.
                remover.Track(DestroyAsync([made]));
                return null;
            }

            return made;
        }
        catch (OperationCanceledException)
        {
            remover.Track(GiveBackAsync(start));
            throw;
        }
    }

    private async Task GiveBackAsync(WarmStart start)
    {
        WaitingSandbox? made = await start.Done.Task;
        if (stock.GiveBack(start, made) && made is not null)
        {
            await DestroyAsync([made]);
        }

        Wake();
    }

    private async Task FillOnAndOnAsync(CancellationToken cancellationToken)
    {
        await using ITimer timer = time.CreateTimer(_ => Wake(), null, Never, Never);
        await using ITimer soon = _soon = time.CreateTimer(_ => Wake(), null, Never, Never);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                long budget = await admission.GetBudgetAsync(cancellationToken);
                WarmRound round = stock.Plan(request => Reserve(request, budget));
                foreach (WarmStart start in round.Starts)
                {
                    remover.Track(FillAsync(start));
                }

                await DestroyAsync(round.Retired);
                timer.Change(round.Next ?? Never, Never);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A background loop that must outlive any one fault, such as an engine that is away; it tries again.
                Log.NotFilled(logger, e);
                timer.Change(TimeSpan.FromSeconds(5), Never);
            }

            await _wake.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Place? Reserve(SandboxRequest request, long budget) => live.HasFreeUserId(request.Policy.FirstUserId)
        ? admission.TryReserve(request.Policy.Limits.MemoryBytes, options.Value.MemoryBytes ?? budget / 2)
        : null;

    private async Task FillAsync(WarmStart start)
    {
        SandboxRequest request = start.Pool.Request;
        long begun = time.GetTimestamp();
        WaitingSandbox? made = null;
        try
        {
            string folders = MountChecker.Identify(request.Policy.Mounts);
            Sandbox sandbox = await sandboxes.MakeAsync(request with { Place = start.Place });
            made = new WaitingSandbox(sandbox, time.GetTimestamp(), folders);
            _ = sandbox.Closed.ContinueWith(_ => BuryAsync(start.Pool, made), TaskScheduler.Default);
        }
        catch (Exception e)
        {
            // Whatever it is, calls of this skill meet it too and report it; here it only means that nothing waits for them.
            Log.NotStarted(logger, request.Image.Skill.Value, e);
            if (e is SandboxException { Failure: SandboxFailure.ImageMissing })
            {
                ImageMissing?.Invoke(request.Image.Skill);
            }
        }
        finally
        {
            // The container holds the place as well, until it is gone or a call has it.
            start.Place.Dispose();
        }

        TimeSpan took = time.GetElapsedTime(begun);
        meters.Filled(request.Image.Skill, took, made is not null);
        if (made is not null)
        {
            Log.Filled(logger, request.Image.Skill.Value, took.TotalMilliseconds);
        }

        if (stock.Finish(start, made) && made is not null)
        {
            await DestroyAsync([made]);
        }

        Wake();
    }

    /// <summary>It ended by itself: removed and replaced, unless it was taken out before.</summary>
    private async Task BuryAsync(WarmPool pool, WaitingSandbox dead)
    {
        if (stock.Remove(pool, dead))
        {
            Log.Died(logger, pool.Key.Skill.Value);
            await DestroyAsync([dead]);
            Wake();
        }
    }

    private static async Task DestroyAsync(IReadOnlyList<WaitingSandbox> containers)
    {
        foreach (WaitingSandbox container in containers)
        {
            await container.Sandbox.DisposeAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6601, LogLevel.Debug, "A container for {Skill} waits; it took {Elapsed} ms")]
        public static partial void Filled(ILogger logger, string skill, double elapsed);

        [LoggerMessage(6602, LogLevel.Warning, "No container could be started to wait for calls of {Skill}")]
        public static partial void NotStarted(ILogger logger, string skill, Exception exception);

        [LoggerMessage(6603, LogLevel.Warning, "A container that waited for a call of {Skill} ended by itself; another takes its place")]
        public static partial void Died(ILogger logger, string skill);

        [LoggerMessage(6604, LogLevel.Warning, "Pools could not be filled; trying again")]
        public static partial void NotFilled(ILogger logger, Exception exception);
    }
}
