namespace SkillHost.Docker.Baseline.Bodies;

/// <summary>How a folder of the host is mounted.</summary>
internal sealed record BindBody(string Propagation, bool NonRecursive);
