namespace SkillHost.Docker.Images.Bodies;

/// <summary>A limit the kernel keeps for each process of a build.</summary>
internal sealed record BuildUlimitBody(string Name, long Soft, long Hard);
