using SkillHost.Invocations;

namespace SkillHost.Bench;

/// <summary>Calls of one function: in all, and by phase.</summary>
internal sealed class PhaseSamples(string name)
{
    private readonly Samples _queue = new("  of it: note, check, place", "ms");
    private readonly Samples _acquire = new("  of it: container and process", "ms");
    private readonly Samples _run = new("  of it: run", "ms");
    private readonly Samples _collect = new("  of it: collect", "ms");
    private readonly Samples _rest = new("  of it: record, give out", "ms");

    public Samples All { get; } = new(name, "ms");

    /// <summary>Calls that found no container.</summary>
    public int Cold { get; set; }

    public void Add(double elapsed, InvocationPhases phases)
    {
        All.Add(elapsed);
        _queue.Add(phases.QueueMs);
        _acquire.Add(phases.AcquireMs);
        _run.Add(phases.RunMs);
        _collect.Add(phases.CollectMs);
        _rest.Add(elapsed - phases.QueueMs - phases.AcquireMs - phases.RunMs - phases.CollectMs);
    }

    public void Show() => Report.Show(All, _queue, _acquire, _run, _collect, _rest);
}
