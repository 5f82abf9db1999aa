namespace SkillHost.Sandboxes.Pools;

/// <summary>A started container that no call has used.</summary>
/// <param name="Sandbox">The container.</param>
/// <param name="StartedAt">When it was ready, in the clock's own ticks.</param>
/// <param name="Folders">Identity of the folders mounted in it.</param>
internal sealed record WaitingSandbox(Sandbox Sandbox, long StartedAt, string Folders);
