namespace SkillHost.Sandboxes;

/// <summary>How a container ended.</summary>
/// <param name="OutOfMemory">The kernel killed something in it for want of memory.</param>
/// <param name="EngineLost">The engine's connection was lost.</param>
/// <param name="Reason">One sentence without ids or host paths.</param>
public sealed record SandboxEnd(bool OutOfMemory, bool EngineLost, string Reason);
