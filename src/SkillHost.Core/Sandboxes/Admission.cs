using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Skills;

namespace SkillHost.Sandboxes;

/// <summary>
/// Lets in as many calls as may run at once, by count, by skill, by memory and by processors; the others wait in order, for a bounded
/// time and in a bounded queue. A skill at its own limit does not hold up the others.
/// </summary>
internal sealed class Admission(IContainerEngine engine, IOptions<SandboxOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly AdmissionBook _book = new(options.Value, time);
    private long? _budget = options.Value.MemoryBudgetBytes;

    /// <summary>
    /// A place for a call of <paramref name="skill"/>. Throws <see cref="SandboxException"/> when busy, stopping, or over a whole
    /// budget, and <see cref="EngineException"/> when the engine has to be asked for its memory and does not answer.
    /// </summary>
    public async Task<Place> EnterAsync(SkillName skill, long memoryBytes, double cpus, CancellationToken cancellationToken)
    {
        // What counts for no memory runs without an engine, which then is not asked.
        long budget = memoryBytes == 0 ? _budget ?? 0 : await GetBudgetAsync(cancellationToken);
        if (memoryBytes > budget)
        {
            throw new SandboxException(
                SandboxFailure.Denied, $"its memory limit is {memoryBytes >> 20} MiB, and all calls together may have {budget >> 20} MiB");
        }

        RefuseHopeless(skill, memoryBytes, cpus);
        AdmissionTicket ticket = new(skill, memoryBytes, cpus);
        lock (_gate)
        {
            _book.Add(ticket, budget);
        }

        return await WaitAsync(ticket, cancellationToken);
    }

    // What is more than a whole budget would wait for ever.
    private void RefuseHopeless(SkillName skill, long memoryBytes, double cpus)
    {
        SandboxOptions all = options.Value;
        string? reason =
            memoryBytes > all.MemoryBudgetPerSkillBytes
                ? $"its limit is {memoryBytes >> 20} MiB, and all calls of {skill} may have {all.MemoryBudgetPerSkillBytes >> 20} MiB"
            : cpus > all.CpuBudget ? $"its limit is {cpus:0.###} processors, and all calls together may have {all.CpuBudget:0.###}"
            : cpus > all.CpuBudgetPerSkill
                ? $"its limit is {cpus:0.###} processors, and all calls of {skill} may have {all.CpuBudgetPerSkill:0.###}"
            : null;
        if (reason is not null)
        {
            throw new SandboxException(SandboxFailure.Denied, reason);
        }
    }

    /// <summary>Bytes of memory that all containers together may have; <see cref="EngineException"/> as above.</summary>
    public async ValueTask<long> GetBudgetAsync(CancellationToken cancellationToken) =>
        _budget ??= (await engine.GetInfoAsync(cancellationToken)).MemoryBytes / 4 * 3;

    /// <summary>
    /// Room for a container that is no call's, or null where there is none. Calls are let in as if it were not there: whoever makes a
    /// container for one looks at <see cref="IsOverdrawn"/> first.
    /// </summary>
    public Place? TryReserve(long memoryBytes, long most)
    {
        lock (_gate)
        {
            if (!_book.TryReserve(memoryBytes, most, _budget ?? 0))
            {
                return null;
            }
        }

        return new Place(() =>
        {
            lock (_gate)
            {
                _book.Release(memoryBytes);
            }
        });
    }

    /// <summary>
    /// Memory and processors for a container that outlives calls, counted like a running call's; null where there are none. The calls in
    /// it need none of their own. Throws <see cref="SandboxException"/> when it is over a whole budget.
    /// </summary>
    public Place? TryHold(SkillName skill, long memoryBytes, double cpus)
    {
        RefuseHopeless(skill, memoryBytes, cpus);
        AdmissionTicket ticket = new(skill, memoryBytes, cpus);
        lock (_gate)
        {
            if (!_book.TryHold(ticket, _budget ?? 0))
            {
                return null;
            }
        }

        return new Place(() =>
        {
            lock (_gate)
            {
                _book.LetGo(ticket);
            }
        });
    }

    /// <summary>Whether calls and containers that are no call's have more than the budget together.</summary>
    public bool IsOverdrawn
    {
        get
        {
            lock (_gate)
            {
                return _book.IsOverdrawn;
            }
        }
    }

    /// <summary>Lets nobody in any more; those who wait are turned away.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _book.Close();
        }
    }

    private async Task<Place> WaitAsync(AdmissionTicket ticket, CancellationToken cancellationToken)
    {
        try
        {
            await ticket.Admitted.Task.WaitAsync(options.Value.QueueTimeout, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (e is OperationCanceledException || !IsAdmittedAfterAll(ticket))
            {
                Leave(ticket);
                cancellationToken.ThrowIfCancellationRequested();
                throw BusyAfter(ticket);
            }
        }

        return new Place(() => Leave(ticket));
    }

    private bool IsAdmittedAfterAll(AdmissionTicket ticket)
    {
        lock (_gate)
        {
            return ticket.Admitted.Task.IsCompletedSuccessfully;
        }
    }

    private void Leave(AdmissionTicket ticket)
    {
        lock (_gate)
        {
            _book.Remove(ticket);
        }
    }

    private SandboxException BusyAfter(AdmissionTicket ticket)
    {
        lock (_gate)
        {
            return _book.Busy($"no place came free for {ticket.Skill} within {options.Value.QueueTimeout.TotalSeconds:0.#} s");
        }
    }
}
