namespace SkillHost.Docker.Baseline.Bodies;

/// <summary>Body of a request to create a container. Typed throughout: nothing a skill or a caller wrote is passed on as JSON.</summary>
internal sealed record CreateBody
{
    public required string Image { get; init; }

    public required string Hostname { get; init; }

    public required string User { get; init; }

    public required IReadOnlyList<string> Entrypoint { get; init; }

    public required IReadOnlyList<string> Cmd { get; init; }

    public required string WorkingDir { get; init; }

    public required IReadOnlyList<string> Env { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required HealthcheckBody Healthcheck { get; init; }

    public required string StopSignal { get; init; }

    public required int StopTimeout { get; init; }

    public required bool Tty { get; init; }

    public required bool OpenStdin { get; init; }

    public required bool StdinOnce { get; init; }

    public required bool AttachStdin { get; init; }

    public required bool AttachStdout { get; init; }

    public required bool AttachStderr { get; init; }

    public required bool NetworkDisabled { get; init; }

    public required HostBody HostConfig { get; init; }
}
