namespace SkillHost.Images.Dockerfiles;

/// <summary>A Dockerfile as read.</summary>
/// <param name="Escape">Escape character: a backslash, or a backtick by directive.</param>
/// <param name="Instructions">The instructions, in order.</param>
internal sealed record Dockerfile(char Escape, IReadOnlyList<DockerfileInstruction> Instructions);
