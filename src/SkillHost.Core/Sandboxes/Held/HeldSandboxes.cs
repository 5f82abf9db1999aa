using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Policies;
using SkillHost.Sandboxes.Pools;
using SkillHost.Skills;
using SkillHost.Wire;

namespace SkillHost.Sandboxes.Held;

/// <summary>
/// Keeps the containers of sessions and of calls that share one: makes each with its first call, gives calls their turn in it, and ends it
/// when it is idle, has lived its time, or is told to.
/// </summary>
internal sealed partial class HeldSandboxes(
    SandboxProvider sandboxes,
    RoomMaker room,
    Admission admission,
    ContainerRemover remover,
    IOptions<HeldOptions> options,
    IOptions<SandboxOptions> limits,
    TimeProvider time,
    ILogger<HeldSandboxes> logger) : ISessions
{
    private const int LongestSession = 128;
    private const int RememberedEnds = 10_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<HeldKey, HeldSandbox> _held = [];
    private readonly Dictionary<HeldKey, string> _ends = [];
    private readonly Queue<HeldKey> _endsInOrder = new();
    private readonly ConditionalWeakTable<SandboxPolicy, string> _policies = [];
    private bool _closed;

    /// <inheritdoc />
    public IReadOnlyList<HeldInfo> Open
    {
        get
        {
            lock (_gate)
            {
                return [.. _held.Values.Where(held => held.Key.Session is not null).Select(held => new HeldInfo(
                    held.Key.Skill, held.Key.Session!.Value, time.GetElapsedTime(held.Begun),
                    held.Users > 0 ? TimeSpan.Zero : time.GetElapsedTime(held.LastUsed)))];
            }
        }
    }

    /// <inheritdoc />
    public bool End(SkillName skill, SessionId session)
    {
        lock (_gate)
        {
            return _held.TryGetValue(new HeldKey(skill, session, ""), out HeldSandbox? held) && EndLocked(held, "it was ended");
        }
    }

    /// <summary>Ends all, those with calls under way as soon as these have ended.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (HeldSandbox held in _held.Values.Where(held => held.Users == 0).ToArray())
            {
                EndLocked(held, "the host is stopping");
            }
        }
    }

    /// <summary>A turn in the container. Throws <see cref="SandboxException"/>; cancelling gives the turn back.</summary>
    public async Task<ISandbox> AcquireAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        long budget = await admission.GetBudgetAsync(cancellationToken);
        if (request.Policy.Limits.MemoryBytes is var memory && memory > budget)
        {
            throw new SandboxException(
                SandboxFailure.Denied, $"its memory limit is {memory >> 20} MiB, and all calls together may have {budget >> 20} MiB");
        }

        while (true)
        {
            HeldSandbox held = Enter(request);
            if (await TakeTurnAsync(held, cancellationToken) is { } lease)
            {
                return lease;
            }

            if (held.Key.Session is not null)
            {
                throw Over(held.Key, held.Ended ?? "its container ended");
            }
        }
    }

    private HeldSandbox Enter(SandboxRequest request)
    {
        if (request.Session is { Id.Length: 0 or > LongestSession } wrong)
        {
            throw new SandboxException(
                SandboxFailure.Denied, $"its session's id has {wrong.Id.Length} characters, wanted are 1 to {LongestSession}");
        }

        HeldKey key = new(request.Image.Skill, request.Session, request.Session is null ? OriginOf(request) : "");
        string origin = request.Session is null ? key.Shared : OriginOf(request);

        lock (_gate)
        {
            if (_closed)
            {
                throw new SandboxException(SandboxFailure.Unavailable, "the host is stopping");
            }

            if (_ends.TryGetValue(key, out string? reason))
            {
                throw Over(key, reason);
            }

            HeldSandbox held = _held.TryGetValue(key, out HeldSandbox? there) ? there : Begin(key, origin, request);
            if (held.Origin != origin)
            {
                EndLocked(held, "the skill has changed", drain: true);
                throw Over(key, held.Ended ?? "");
            }

            if (time.GetElapsedTime(held.Begun) >= options.Value.MaxLife)
            {
                EndLocked(held, Lived(), drain: true);
                return Enter(request);
            }

            held.Users++;
            return held;
        }
    }

    private HeldSandbox Begin(HeldKey key, string origin, SandboxRequest request)
    {
        if (_held.Count >= options.Value.MaxContainers
            || _held.Keys.Count(other => other.Skill == key.Skill) >= options.Value.MaxPerSkill)
        {
            throw new SandboxException(SandboxFailure.Busy, "as many of its sessions are open as may be; end one, or try again in 60 s")
            {
                RetryAfter = TimeSpan.FromSeconds(60),
            };
        }

        Place place = admission.TryHold(key.Skill, request.Policy.Limits.MemoryBytes, request.Policy.Limits.Cpus)
            ?? throw new SandboxException(SandboxFailure.Busy, "no memory or processor is left for another session; try again in 60 s")
            {
                RetryAfter = TimeSpan.FromSeconds(60),
            };
        HeldSandbox held = new(key, origin, key.Session is null ? InitFacts.MaxProcesses : 1, time.GetTimestamp());
        _held[key] = held;
        SandboxRequest made = request with { InvocationId = "", Place = place, Wait = options.Value.MaxLife };
        remover.Track(Task.Run(() => MakeAsync(held, made, place)));
        return held;
    }

    private async Task MakeAsync(HeldSandbox held, SandboxRequest request, Place place)
    {
        try
        {
            await room.MakeRoomAsync(request.Policy.FirstUserId, CancellationToken.None);
            Sandbox sandbox = await sandboxes.MakeAsync(request);
            _ = sandbox.Closed.ContinueWith(_ => BuryAsync(held, sandbox), TaskScheduler.Default);
            held.Timer = time.CreateTimer(_ => Look(held), null, Soonest(), Timeout.InfiniteTimeSpan);
            held.Made.TrySetResult(sandbox);
            Log.Begun(logger, held.Key.Skill.Value);
        }
        catch (Exception e)
        {
            // Those who wait for it are told; the next call tries again.
            lock (_gate)
            {
                if (_held.GetValueOrDefault(held.Key) == held)
                {
                    _held.Remove(held.Key);
                }
            }

            held.Made.TrySetException(e);
            _ = held.Made.Task.Exception;
        }
        finally
        {
            place.Dispose();
        }
    }

    private async Task<ISandbox?> TakeTurnAsync(HeldSandbox held, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(limits.Value.QueueTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        bool turn = false;
        try
        {
            if (!held.Turns.Wait(0, CancellationToken.None))
            {
                await held.Turns.WaitAsync(either.Token);
            }

            turn = true;
            Sandbox sandbox = await held.Made.Task.WaitAsync(cancellationToken);
            lock (_gate)
            {
                if (held.Ended is null && sandbox.IsOpen)
                {
                    SandboxKind kind = held.Key.Session is null ? SandboxKind.Shared : held.IsUsed ? SandboxKind.Session : SandboxKind.Cold;
                    held.IsUsed = true;
                    return new SandboxLease(sandbox, kind, remover, time, end => Leave(held, turn: true, end));
                }
            }

            if (!sandbox.IsOpen)
            {
                await BuryAsync(held, sandbox);
            }

            Leave(held, turn);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Leave(held, turn);
            throw new SandboxException(SandboxFailure.Busy, "another call of the same session is under way; try again in 1 s")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }
        catch
        {
            Leave(held, turn);
            throw;
        }
    }

    private void Leave(HeldSandbox held, bool turn, string? end = null)
    {
        lock (_gate)
        {
            held.Users--;
            held.LastUsed = time.GetTimestamp();
            if (end is not null || (_closed && held.Users == 0))
            {
                EndLocked(held, end ?? "the host is stopping", drain: true);
            }

            if (held is { Draining: true, Users: 0 })
            {
                held.Draining = false;
                remover.Track(Task.Run(() => DestroyAsync(held)));
            }
        }

        if (turn)
        {
            held.Turns.Release();
        }
    }

    /// <summary>Ends it, unless it has ended. The next who want it are told why, or, where it is shared, get another.</summary>
    private bool EndLocked(HeldSandbox held, string reason, bool drain = false)
    {
        if (held.Ended is not null)
        {
            return false;
        }

        held.Ended = reason;
        _held.Remove(held.Key);
        if (held.Key.Session is not null)
        {
            _ends[held.Key] = reason;
            _endsInOrder.Enqueue(held.Key);
            if (_endsInOrder.Count > RememberedEnds)
            {
                _ends.Remove(_endsInOrder.Dequeue());
            }
        }

        Log.Ended(logger, held.Key.Skill.Value, reason);
        held.Draining = drain && held.Users > 0;
        if (!held.Draining)
        {
            remover.Track(Task.Run(() => DestroyAsync(held)));
        }

        return true;
    }

    private static async Task DestroyAsync(HeldSandbox held)
    {
        try
        {
            Sandbox sandbox = await held.Made.Task;
            await (held.Timer?.DisposeAsync() ?? ValueTask.CompletedTask);
            await sandbox.DisposeAsync();
        }
        catch (SandboxException)
        {
            // There was none; whoever asked for it has been told.
        }
    }

    private async Task BuryAsync(HeldSandbox held, Sandbox sandbox)
    {
        string reason = await sandbox.WhyClosedAsync();
        lock (_gate)
        {
            // A call that has just lost its server may still be finding out why.
            EndLocked(held, reason, drain: true);
        }
    }

    private void Look(HeldSandbox held)
    {
        lock (_gate)
        {
            TimeSpan idle = time.GetElapsedTime(held.LastUsed);
            TimeSpan age = time.GetElapsedTime(held.Begun);
            if (held.Users == 0 && idle >= options.Value.IdleAfter)
            {
                EndLocked(held, $"idle for {Words(options.Value.IdleAfter)}");
            }
            else if (held.Users == 0 && age >= options.Value.MaxLife)
            {
                EndLocked(held, Lived());
            }
            else if (held.Ended is null)
            {
                TimeSpan next = held.Users > 0 ? Soonest() : Min(options.Value.IdleAfter - idle, options.Value.MaxLife - age);
                held.Timer?.Change(next, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private TimeSpan Soonest() => Min(options.Value.IdleAfter, options.Value.MaxLife);

    private string Lived() => $"open for {Words(options.Value.MaxLife)}, as long as may be";

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static string Words(TimeSpan span) => span.TotalSeconds < 120 ? $"{span.TotalSeconds:0.#} s" : $"{span.TotalMinutes:0.#} min";

    private static SandboxException Over(HeldKey key, string reason) =>
        new(SandboxFailure.SessionEnded, $"session '{key.Session?.Id}' has ended ({reason}); start a new one");

    /// <summary>What a container was made of: calls that ask for other things cannot be made in it.</summary>
    private string OriginOf(SandboxRequest request) =>
        $"{_policies.GetValue(request.Policy, PolicyHash.OfContainer)} {request.Image.Id} {request.Preparation?.Key}";

    private static partial class Log
    {
        [LoggerMessage(6701, LogLevel.Debug, "A container that outlives its calls was started for {Skill}")]
        public static partial void Begun(ILogger logger, string skill);

        [LoggerMessage(6702, LogLevel.Information, "A container that outlived calls of {Skill} has ended: {Reason}")]
        public static partial void Ended(ILogger logger, string skill, string reason);
    }
}
