namespace SkillHost.Docker.Baseline.Bodies;

/// <summary>A limit the kernel keeps for each process.</summary>
internal sealed record UlimitBody(string Name, long Soft, long Hard);
