using Microsoft.Extensions.Options;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.Sandboxes.Pools;

/// <summary>All pools: which containers wait, which are given out, which are to be started or destroyed. Does neither itself.</summary>
internal sealed class WarmStock(IOptions<WarmOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<WarmKey, WarmPool> _pools = [];
    private bool _closed;
    private int _begun;

    /// <summary>Waiting containers by skill.</summary>
    public IReadOnlyDictionary<SkillName, int> Waiting
    {
        get
        {
            lock (_gate)
            {
                return _pools.Values.Where(pool => pool.Waiting.Count > 0).GroupBy(pool => pool.Key.Skill)
                    .ToDictionary(group => group.Key, group => group.Sum(pool => pool.Waiting.Count));
            }
        }
    }

    /// <summary>Sees to it that there is a pool for <paramref name="request"/>. Gives what its old image had waiting.</summary>
    public IReadOnlyList<WaitingSandbox> Ensure(WarmKey key, SandboxRequest request)
    {
        lock (_gate)
        {
            List<WaitingSandbox> retired = [];
            Find(key, request, retired);
            return retired;
        }
    }

    /// <summary>A container for a call, or what there is instead.</summary>
    public WarmTake Take(WarmKey key, SandboxRequest request)
    {
        lock (_gate)
        {
            List<WaitingSandbox> retired = [];
            WarmPool pool = Find(key, request, retired);
            WaitingSandbox? ready = TakeReady(pool, request, retired);
            pool.NoteTake();
            if (ready is null && options.Value.Adaptive)
            {
                pool.NoteMiss(options.Value.MaxPerSkill);
            }

            return new WarmTake(ready, ready is null ? Claim(pool) : null, retired);
        }
    }

    /// <summary>Retires all pools but those <paramref name="wanted"/>; gives what they had waiting.</summary>
    public IReadOnlyList<WaitingSandbox> Retain(Func<WarmKey, bool> wanted)
    {
        lock (_gate)
        {
            List<WaitingSandbox> retired = [];
            foreach (WarmPool pool in _pools.Values.Where(pool => !wanted(pool.Key)).ToArray())
            {
                Retire(pool, retired);
            }

            return retired;
        }
    }

    /// <summary>No container is wanted any more.</summary>
    public IReadOnlyList<WaitingSandbox> Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        return Retain(_ => false);
    }

    /// <summary>
    /// Takes one waiting container out of use, to make room: of the skill with this first user id where one is named; one that its pool
    /// can spare before one that it cannot.
    /// </summary>
    public WaitingSandbox? GiveUp(uint? firstUserId)
    {
        lock (_gate)
        {
            WarmPool? pool = _pools.Values
                .Where(pool => pool.Waiting.Count > 0 && (firstUserId is null || pool.Request.Policy.FirstUserId == firstUserId))
                .MaxBy(pool => pool.Waiting.Count - pool.Floor);
            WaitingSandbox? given = pool?.Waiting[0];
            pool?.Waiting.RemoveAt(0);
            if (pool is not null)
            {
                // Not again at once: what made room necessary is still there.
                pool.NotBefore = After(options.Value.IdleAfter);
            }

            return given;
        }
    }

    /// <summary>Works out what is to be done; <paramref name="reserve"/> gives room for one more, or null.</summary>
    public WarmRound Plan(Func<SandboxRequest, Place?> reserve)
    {
        lock (_gate)
        {
            List<WaitingSandbox> retired = [];
            foreach (WarmPool pool in _pools.Values.ToArray())
            {
                Trim(pool, retired);
            }

            List<WarmStart> starts = [];
            while (!_closed && NextToFill() is { } pool)
            {
                if (reserve(pool.Request) is not { } place)
                {
                    pool.NotBefore = After(TimeSpan.FromSeconds(1));
                    continue;
                }

                WarmStart start = new(pool, place);
                pool.Starting.Add(start);
                starts.Add(start);
                _begun++;
            }

            return new WarmRound(retired, starts, NextDue());
        }
    }

    /// <summary>A start has ended. True when nobody wants what came of it.</summary>
    public bool Finish(WarmStart start, WaitingSandbox? made)
    {
        lock (_gate)
        {
            _begun--;
            start.Pool.Starting.Remove(start);
            start.Pool.Failures = made is null ? start.Pool.Failures + 1 : 0;
            start.Pool.NotBefore = made is null ? After(Pause(start.Pool.Failures)) : start.Pool.NotBefore;
            if (!start.Claimed && made is not null)
            {
                return !Add(start.Pool, made);
            }

            start.Done.TrySetResult(made);
            return false;
        }
    }

    /// <summary>A call no longer wants the container it claimed. True when nobody does.</summary>
    public bool GiveBack(WarmStart start, WaitingSandbox? made)
    {
        lock (_gate)
        {
            return made is not null && !Add(start.Pool, made);
        }
    }

    /// <summary>Takes out a container that has died. False when it was out already.</summary>
    public bool Remove(WarmPool pool, WaitingSandbox dead)
    {
        lock (_gate)
        {
            return pool.Waiting.Remove(dead);
        }
    }

    private WarmPool Find(WarmKey key, SandboxRequest request, List<WaitingSandbox> retired)
    {
        if (!_pools.TryGetValue(key, out WarmPool? pool))
        {
            // What is prepared otherwise for the same calls, such as with an older secret, is wanted by nobody any more.
            foreach (WarmPool old in _pools.Values.Where(old => old.Key with { Preparation = key.Preparation } == key).ToArray())
            {
                Retire(old, retired);
            }

            return _pools[key] = new WarmPool(key, request, time.GetTimestamp());
        }

        if (pool.Request.Image.Id != request.Image.Id)
        {
            Retire(pool, retired);
            _pools[key] = new WarmPool(key, request, time.GetTimestamp()) { Target = Math.Max(pool.Target, request.Warm ?? 0) };
            return _pools[key];
        }

        pool.Floor = request.Warm ?? 0;
        pool.Target = Math.Max(pool.Target, pool.Floor);
        return pool;
    }

    private WaitingSandbox? TakeReady(WarmPool pool, SandboxRequest request, List<WaitingSandbox> retired)
    {
        string? folders = null;
        while (pool.Waiting.Count > 0)
        {
            WaitingSandbox oldest = pool.Waiting[0];
            pool.Waiting.RemoveAt(0);
            folders ??= MountChecker.Identify(request.Policy.Mounts);
            if (IsFit(oldest) && oldest.Folders == folders)
            {
                return oldest;
            }

            retired.Add(oldest);
        }

        return null;
    }

    private static WarmStart? Claim(WarmPool pool)
    {
        if (pool.Starting.Count == 0)
        {
            return null;
        }

        WarmStart first = pool.Starting[0];
        first.Claimed = true;
        pool.Starting.RemoveAt(0);
        return first;
    }

    private bool Add(WarmPool pool, WaitingSandbox made)
    {
        if (pool.Retired || !IsFit(made))
        {
            return false;
        }

        pool.Waiting.Add(made);
        return true;
    }

    private void Trim(WarmPool pool, List<WaitingSandbox> retired)
    {
        if (time.GetElapsedTime(pool.PeriodBegun) >= options.Value.IdleAfter)
        {
            pool.EndPeriod(time.GetTimestamp());
        }

        retired.AddRange(pool.Waiting.Where(waiting => !IsFit(waiting)));
        pool.Waiting.RemoveAll(waiting => !IsFit(waiting));
        int spare = Math.Clamp(pool.Waiting.Count - pool.Target, 0, pool.Waiting.Count);
        retired.AddRange(pool.Waiting.Take(spare));
        pool.Waiting.RemoveRange(0, spare);
        if (pool.IsSpent)
        {
            Retire(pool, retired);
        }
    }

    private void Retire(WarmPool pool, List<WaitingSandbox> retired)
    {
        pool.Retired = true;
        retired.AddRange(pool.Waiting);
        pool.Waiting.Clear();
        _pools.Remove(pool.Key);
    }

    /// <summary>The pool that lacks a container most: below what its manifest asks before all others.</summary>
    private WarmPool? NextToFill()
    {
        int all = _pools.Values.Sum(pool => pool.Waiting.Count + pool.Starting.Count);
        if (_begun >= options.Value.MaxStarting || all >= options.Value.MaxContainers)
        {
            return null;
        }

        long now = time.GetTimestamp();
        return _pools.Values.Where(pool => pool.Missing > 0 && pool.NotBefore <= now && OfSkill(pool) < options.Value.MaxPerSkill)
            .MaxBy(pool => (pool.Waiting.Count + pool.Starting.Count < pool.Floor, pool.Missing));
    }

    private int OfSkill(WarmPool pool) =>
        _pools.Values.Where(other => other.Key.Skill == pool.Key.Skill).Sum(other => other.Waiting.Count + other.Starting.Count);

    private bool IsFit(WaitingSandbox waiting) =>
        waiting.Sandbox.IsOpen && time.GetElapsedTime(waiting.StartedAt) < options.Value.MaxAge;

    private TimeSpan? NextDue()
    {
        TimeSpan? next = null;
        long now = time.GetTimestamp();
        foreach (WarmPool pool in _pools.Values)
        {
            Sooner(ref next, options.Value.IdleAfter - time.GetElapsedTime(pool.PeriodBegun));
            Sooner(ref next, pool.Missing > 0 && pool.NotBefore > now ? time.GetElapsedTime(now, pool.NotBefore) : null);
            Sooner(ref next, pool.Waiting is [var oldest, ..] ? options.Value.MaxAge - time.GetElapsedTime(oldest.StartedAt) : null);
        }

        return next;
    }

    private static void Sooner(ref TimeSpan? next, TimeSpan? due)
    {
        // Not less than a little, so that what cannot be done yet is not tried over and over.
        TimeSpan? at = due < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : due;
        next = at is { } wait && (next is null || wait < next) ? wait : next;
    }

    private long After(TimeSpan span) => time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency);

    private static TimeSpan Pause(int failures) => TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(failures, 6) - 1)));
}
