using SkillHost.Containers;
using SkillHost.Docker.Containers.Bodies;

namespace SkillHost.Docker.Containers;

/// <summary>Translates the engine's words about containers.</summary>
internal static class ContainerMapper
{
    public static ContainerState Map(InspectBody body) => new()
    {
        Id = body.Id,
        Running = body.State.Running,

        // Before the end the engine says 0, which would read as success.
        ExitCode = body.State.Status is "exited" or "dead" or "removing" ? body.State.ExitCode : null,
        OutOfMemory = body.State.OOMKilled,
        Error = body.State.Error ?? "",
        ProcessId = body.State is { Running: true, Pid: > 0 } ? body.State.Pid : null,
        Mounts =
        [
            .. (body.Mounts ?? []).Where(mount => mount.Type != "tmpfs")
                .Select(mount => new MountState(
                    mount.Type, mount.Source ?? "", mount.Destination, mount.Rw, mount.Propagation ?? "")),
        ],
    };

    public static ContainerSummary Map(RowBody row) => new(
        row.Id,
        row.Names is [var name, ..] ? name.TrimStart('/') : "",
        row.State,
        DateTimeOffset.FromUnixTimeSeconds(row.Created),
        row.Labels ?? new Dictionary<string, string>());
}
