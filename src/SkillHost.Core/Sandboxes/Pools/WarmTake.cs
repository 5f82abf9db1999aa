namespace SkillHost.Sandboxes.Pools;

/// <summary>What a call finds in its pool.</summary>
/// <param name="Ready">A container that has waited, or null.</param>
/// <param name="OnItsWay">One that will be ready sooner than one begun now, or null.</param>
/// <param name="Retired">Containers found dead, stale or too old on the way; to be destroyed.</param>
internal sealed record WarmTake(WaitingSandbox? Ready, WarmStart? OnItsWay, IReadOnlyList<WaitingSandbox> Retired);
