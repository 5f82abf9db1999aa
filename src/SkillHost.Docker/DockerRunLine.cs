using System.Globalization;
using SkillHost.Containers;
using SkillHost.Docker.Baseline;
using SkillHost.Docker.Baseline.Bodies;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker;

/// <summary>
/// Writes a container of the host as arguments of the <c>docker</c> program, from the very request the host would send. What that program
/// has no words for is left to the engine: the list of hidden kernel files, and the name, which is the engine's choice.
/// </summary>
public static class DockerRunLine
{
    private const string DefaultAddress = "unix:///var/run/docker.sock";
    private static readonly ApiVersion NewMountWords = new(1, 44);

    /// <summary>The file with the system calls a container may make, beside the program.</summary>
    public static string SeccompFile => Path.Combine(AppContext.BaseDirectory, "seccomp.json");

    /// <summary>
    /// The words after <c>docker</c>, each option with its value in one word. Throws <see cref="EngineException"/> for what
    /// the host itself would not create.
    /// </summary>
    public static IReadOnlyList<string> Write(ContainerSpec spec, EngineInfo engine)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(engine);
        CreateBody body = new ContainerBaseline(new SeccompProfile()).Apply(spec, engine);
        HostBody host = body.HostConfig;
        return
        [
            .. engine.Address == DefaultAddress ? Array.Empty<string>() : [$"--host={engine.Address}"],
            "run", "--rm", "--interactive", "--pull=never",
            $"--hostname={body.Hostname}", $"--user={body.User}", $"--workdir={body.WorkingDir}",
            .. body.Env.Select(variable => $"--env={variable}"),
            "--no-healthcheck", $"--stop-signal={body.StopSignal}", $"--stop-timeout={Number(body.StopTimeout)}",
            .. Confine(host), .. Limit(host), .. Connect(host),
            .. host.Mounts.Select(mount => Mount(mount, engine)),
            $"--entrypoint={body.Entrypoint[0]}", body.Image, .. body.Entrypoint.Skip(1),
        ];
    }

    private static IEnumerable<string> Confine(HostBody host) =>
    [
        "--read-only", .. host.CapDrop.Select(name => $"--cap-drop={name}"),
        .. host.SecurityOpt.Select(option =>
            $"--security-opt={(option.StartsWith("seccomp=", StringComparison.Ordinal) ? $"seccomp={SeccompFile}" : option)}"),
        $"--ipc={host.IpcMode}", $"--cgroupns={host.CgroupnsMode}", $"--log-driver={host.LogConfig.Type}",
        $"--oom-score-adj={Number(host.OomScoreAdj)}",
        .. host.CgroupParent is { } parent ? [$"--cgroup-parent={parent}"] : Array.Empty<string>(),
        .. host.Runtime is { } runtime ? [$"--runtime={runtime}"] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> Limit(HostBody host) =>
    [
        $"--memory={Number(host.Memory)}", $"--memory-swap={Number(host.MemorySwap)}",
        .. host.MemorySwappiness is { } swappiness ? [$"--memory-swappiness={Number(swappiness)}"] : Array.Empty<string>(),
        $"--cpus={(host.NanoCpus / 1e9).ToString("0.#########", CultureInfo.InvariantCulture)}", $"--cpu-shares={Number(host.CpuShares)}",
        $"--pids-limit={Number(host.PidsLimit)}", $"--shm-size={Number(host.ShmSize)}",
        .. host.Ulimits.Select(limit => $"--ulimit={limit.Name}={Number(limit.Soft)}:{Number(limit.Hard)}"),
        .. host.Tmpfs.Select(tmpfs => $"--tmpfs={tmpfs.Key}:{tmpfs.Value}"),
    ];

    private static IEnumerable<string> Connect(HostBody host) =>
    [
        $"--network={host.NetworkMode}", .. (host.Dns ?? []).Select(address => $"--dns={address}"),
        .. (host.DnsSearch ?? []).Select(domain => $"--dns-search={domain}"),
        .. host.ExtraHosts.Select(entry => $"--add-host={entry}"),
    ];

    // Engines from 25 on call it bind-recursive, and say so whenever they meet the old word.
    private static string Mount(MountBody mount, EngineInfo engine)
    {
        bool isNew = ApiVersion.TryParse(engine.ApiVersion, out ApiVersion version) && version.CompareTo(NewMountWords) >= 0;
        string shallow = isNew ? "bind-recursive=disabled" : "bind-nonrecursive";
        string access = mount.ReadOnly ? ",readonly" : "";
        return $"--mount=type=bind,source={mount.Source},target={mount.Target}{access},bind-propagation=rprivate,{shallow}";
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
