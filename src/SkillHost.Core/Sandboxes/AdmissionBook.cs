using System.Runtime.InteropServices;
using SkillHost.Skills;

namespace SkillHost.Sandboxes;

/// <summary>Who runs and who waits. Not safe for use by several threads: <see cref="Admission"/> locks around it.</summary>
internal sealed class AdmissionBook(SandboxOptions options, TimeProvider time)
{
    private readonly LinkedList<AdmissionTicket> _waiting = [];
    private readonly HashSet<AdmissionTicket> _running = [];
    private readonly Dictionary<SkillName, int> _runningPerSkill = [];
    private readonly Dictionary<SkillName, (long MemoryBytes, long MilliCpus)> _usedPerSkill = [];
    private readonly long _milliCpuBudget = Milli(options.CpuBudget);
    private readonly long _milliCpuBudgetPerSkill = Milli(options.CpuBudgetPerSkill);
    private long _milliCpus;
    private long _memoryBytes;
    private long _budget;
    private long _reservedBytes;
    private bool _closed;
    private TimeSpan _usualStay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Lets <paramref name="ticket"/> in or queues it. Throws <see cref="SandboxException"/> when the queue is full or closed.
    /// </summary>
    public void Add(AdmissionTicket ticket, long budget)
    {
        _budget = budget;
        if (_closed)
        {
            throw Stopping();
        }

        LinkedListNode<AdmissionTicket> node = _waiting.AddLast(ticket);
        Admit();
        if (!_running.Contains(ticket) && _waiting.Count > options.QueueLength)
        {
            _waiting.Remove(node);
            throw Busy($"{_running.Count} calls run and {_waiting.Count} wait, as many as may");
        }
    }

    /// <summary>Takes <paramref name="ticket"/> out, whether it runs, waits or has gone already.</summary>
    public void Remove(AdmissionTicket ticket)
    {
        if (!_running.Remove(ticket))
        {
            _waiting.Remove(ticket);
            return;
        }

        Use(ticket, -1);
        ref int running = ref CollectionsMarshal.GetValueRefOrAddDefault(_runningPerSkill, ticket.Skill, out _);
        if (--running == 0)
        {
            _runningPerSkill.Remove(ticket.Skill);
        }

        _usualStay = (_usualStay * 0.8) + (time.GetElapsedTime(ticket.AdmittedAt) * 0.2);
        Admit();
    }

    /// <summary>Whether what runs and what is reserved is more than the budget.</summary>
    public bool IsOverdrawn => _reservedBytes > 0 && _memoryBytes + _reservedBytes > _budget;

    /// <summary>Reserves memory beside that of calls, up to <paramref name="most"/> in all.</summary>
    public bool TryReserve(long bytes, long most, long budget)
    {
        _budget = budget;
        if (_closed || _reservedBytes + bytes > most || _memoryBytes + _reservedBytes + bytes > budget)
        {
            return false;
        }

        _reservedBytes += bytes;
        return true;
    }

    /// <summary>Takes memory and processors as a running call does, but no place among calls.</summary>
    public bool TryHold(AdmissionTicket ticket, long budget)
    {
        _budget = budget;
        if (_closed || !HasRoom(ticket) || !HasRoomOfItsSkill(ticket))
        {
            return false;
        }

        Use(ticket, 1);
        return true;
    }

    /// <summary>Gives back what <see cref="TryHold"/> took.</summary>
    public void LetGo(AdmissionTicket ticket)
    {
        Use(ticket, -1);
        Admit();
    }

    /// <summary>Gives back what was reserved.</summary>
    public void Release(long bytes) => _reservedBytes -= bytes;

    /// <summary>Turns away all who wait and all who come.</summary>
    public void Close()
    {
        _closed = true;
        foreach (AdmissionTicket ticket in _waiting)
        {
            ticket.Admitted.TrySetException(Stopping());
        }

        _waiting.Clear();
    }

    /// <summary>A refusal that says when to come again.</summary>
    public SandboxException Busy(string message)
    {
        TimeSpan wait = _usualStay * (_waiting.Count + 1) / Math.Max(1, _running.Count);
        double seconds = Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 60);
        return new SandboxException(SandboxFailure.Busy, $"{message}; try again in {seconds:0} s")
        {
            RetryAfter = TimeSpan.FromSeconds(seconds),
        };
    }

    private static SandboxException Stopping() => new(SandboxFailure.Unavailable, "the host is stopping");

    private void Admit()
    {
        for (LinkedListNode<AdmissionTicket>? node = _waiting.First; node is not null;)
        {
            AdmissionTicket ticket = node.Value;
            LinkedListNode<AdmissionTicket>? next = node.Next;
            if (_running.Count >= options.MaxConcurrentCalls || !HasRoom(ticket))
            {
                // Nobody overtakes for want of room in general, or a call with much memory would wait for ever.
                return;
            }

            if (_runningPerSkill.GetValueOrDefault(ticket.Skill) < options.MaxConcurrentCallsPerSkill && HasRoomOfItsSkill(ticket))
            {
                _waiting.Remove(node);
                LetIn(ticket);
            }

            node = next;
        }
    }

    private void LetIn(AdmissionTicket ticket)
    {
        _running.Add(ticket);
        Use(ticket, 1);
        _runningPerSkill[ticket.Skill] = _runningPerSkill.GetValueOrDefault(ticket.Skill) + 1;
        ticket.AdmittedAt = time.GetTimestamp();
        ticket.Admitted.TrySetResult();
    }

    private bool HasRoom(AdmissionTicket ticket) =>
        _memoryBytes + ticket.MemoryBytes <= _budget && _milliCpus + ticket.MilliCpus <= _milliCpuBudget;

    private bool HasRoomOfItsSkill(AdmissionTicket ticket)
    {
        (long memoryBytes, long milliCpus) = _usedPerSkill.GetValueOrDefault(ticket.Skill);
        return memoryBytes + ticket.MemoryBytes <= (options.MemoryBudgetPerSkillBytes ?? long.MaxValue)
            && milliCpus + ticket.MilliCpus <= _milliCpuBudgetPerSkill;
    }

    private void Use(AdmissionTicket ticket, int sign)
    {
        _memoryBytes += sign * ticket.MemoryBytes;
        _milliCpus += sign * ticket.MilliCpus;
        (long memoryBytes, long milliCpus) = _usedPerSkill.GetValueOrDefault(ticket.Skill);
        (long MemoryBytes, long MilliCpus) used = (memoryBytes + (sign * ticket.MemoryBytes), milliCpus + (sign * ticket.MilliCpus));
        if (used == default)
        {
            _usedPerSkill.Remove(ticket.Skill);
        }
        else
        {
            _usedPerSkill[ticket.Skill] = used;
        }
    }

    private static long Milli(double? cpus) => cpus is { } budget ? (long)Math.Ceiling(budget * 1000) : long.MaxValue;
}
