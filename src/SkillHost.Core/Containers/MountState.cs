namespace SkillHost.Containers;

/// <summary>A folder or volume in a container as the engine made it.</summary>
/// <param name="Kind">The engine's word, such as <c>bind</c> or <c>volume</c>.</param>
/// <param name="Source">Path on the engine's machine.</param>
/// <param name="Target">Absolute path inside.</param>
/// <param name="Writable">Whether the container may write to it.</param>
/// <param name="Propagation">How mounts on one side show on the other; <c>rprivate</c> or empty for not at all.</param>
public sealed record MountState(string Kind, string Source, string Target, bool Writable, string Propagation);
