namespace SkillHost.Sandboxes.Pools;

/// <summary>What is to be done about the pools now.</summary>
/// <param name="Retired">Containers to destroy.</param>
/// <param name="Starts">Containers to start.</param>
/// <param name="Next">Time until something comes due by itself; null for never.</param>
internal sealed record WarmRound(IReadOnlyList<WaitingSandbox> Retired, IReadOnlyList<WarmStart> Starts, TimeSpan? Next);
