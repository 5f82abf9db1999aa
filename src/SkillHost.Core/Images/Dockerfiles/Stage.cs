namespace SkillHost.Images.Dockerfiles;

/// <summary>A build stage.</summary>
/// <param name="Name">Lower case; empty when it has none.</param>
/// <param name="Variables">Its ARG and ENV so far.</param>
internal sealed record Stage(string Name, DockerfileVariables Variables);
