using SkillHost.Skills;

namespace SkillHost.Sandboxes;

/// <summary>One call that runs or waits.</summary>
internal sealed class AdmissionTicket(SkillName skill, long memoryBytes, double cpus)
{
    /// <summary>Skill.</summary>
    public SkillName Skill { get; } = skill;

    /// <summary>Bytes of memory it may use.</summary>
    public long MemoryBytes { get; } = memoryBytes;

    /// <summary>Thousandths of a processor it may use.</summary>
    public long MilliCpus { get; } = (long)Math.Ceiling(cpus * 1000);

    /// <summary>Completes when it is let in, fails when it never will be.</summary>
    public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When it was let in, in the clock's own ticks.</summary>
    public long AdmittedAt { get; set; }
}
