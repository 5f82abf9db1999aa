using System.Runtime.InteropServices;
using SkillHost.Skills;

namespace SkillHost.Sandboxes;

/// <summary>Who runs and who waits. Not safe for use by several threads: <see cref="Admission"/> locks around it.</summary>
internal sealed class AdmissionBook(SandboxOptions options, TimeProvider time)
{
    private readonly LinkedList<AdmissionTicket> _waiting = [];
    private readonly HashSet<AdmissionTicket> _running = [];
    private readonly Dictionary<SkillName, int> _runningPerSkill = [];
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

        _memoryBytes -= ticket.MemoryBytes;
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

    /// <summary>Takes memory as a running call does, but no place among calls.</summary>
    public bool TryHold(long bytes, long budget)
    {
        _budget = budget;
        if (_closed || _memoryBytes + bytes > budget)
        {
            return false;
        }

        _memoryBytes += bytes;
        return true;
    }

    /// <summary>Gives back what <see cref="TryHold"/> took.</summary>
    public void LetGo(long bytes)
    {
        _memoryBytes -= bytes;
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
            if (_running.Count >= options.MaxConcurrentCalls || _memoryBytes + ticket.MemoryBytes > _budget)
            {
                // Nobody overtakes for want of room in general, or a call with much memory would wait for ever.
                return;
            }

            if (_runningPerSkill.GetValueOrDefault(ticket.Skill) < options.MaxConcurrentCallsPerSkill)
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
        _memoryBytes += ticket.MemoryBytes;
        _runningPerSkill[ticket.Skill] = _runningPerSkill.GetValueOrDefault(ticket.Skill) + 1;
        ticket.AdmittedAt = time.GetTimestamp();
        ticket.Admitted.TrySetResult();
    }
}
