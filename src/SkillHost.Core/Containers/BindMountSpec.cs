namespace SkillHost.Containers;

/// <summary>A folder of the host inside a container: private propagation, not recursive, and it must exist.</summary>
/// <param name="Source">Absolute, canonical path on the engine's machine.</param>
/// <param name="Target">Absolute path inside.</param>
/// <param name="Writable">Whether the container may write to it.</param>
public sealed record BindMountSpec(string Source, string Target, bool Writable);
