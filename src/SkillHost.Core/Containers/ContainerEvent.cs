namespace SkillHost.Containers;

/// <summary>Something that happened to a container.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Action"><c>die</c>, <c>oom</c>, <c>destroy</c>, …</param>
/// <param name="ExitCode">With <c>die</c>: the exit code of process 1.</param>
public sealed record ContainerEvent(string Id, string Action, int? ExitCode);
