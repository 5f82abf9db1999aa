using System.Globalization;
using SkillHost.Containers;
using SkillHost.Docker.Baseline.Bodies;

namespace SkillHost.Docker.Baseline;

/// <summary>
/// What holds for every container, whatever runs in it. A specification adds to it and can weaken none of it; an engine that cannot keep
/// it is refused.
/// </summary>
internal sealed class ContainerBaseline(SeccompProfile seccomp)
{
    // The kernel picks victims by this on top of their size: a skill dies before the engine or the host does.
    private const int OomScore = 500;

    // Against the 1024 of everything else on the machine.
    private const int CpuShares = 256;

    // TEST-NET-1, where nothing answers: the engine would copy its own machine's resolvers into the container.
    private const string NoResolver = "192.0.2.1";

    public CreateBody Apply(ContainerSpec spec, EngineInfo engine)
    {
        BaselineGuard.Check(spec, engine);
        var user = UserIds.Fit(spec.UserId, engine).ToString(CultureInfo.InvariantCulture);
        return new CreateBody
        {
            Image = spec.ImageId,
            Hostname = "skill",
            User = $"{user}:{user}",
            Entrypoint = spec.Command,
            Cmd = [],
            WorkingDir = spec.WorkingDirectory,
            Env = WriteEnvironment(spec),
            Labels = spec.Labels,
            Healthcheck = new HealthcheckBody(["NONE"]),
            StopSignal = "SIGKILL",
            StopTimeout = 1,
            Tty = false,
            OpenStdin = true,
            StdinOnce = true,
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,

            // The namespace is as private either way; what is left out is the engine's work of filling it, half of a start.
            NetworkDisabled = spec.Network == ContainerNetwork.None && spec.HasNetworkFiles && spec.Hosts.Count == 0,
            HostConfig = Confine(spec, engine),
        };
    }

    private HostBody Confine(ContainerSpec spec, EngineInfo engine) => new()
    {
        Privileged = false,
        CapDrop = ["ALL"],
        CapAdd = [],
        SecurityOpt = WriteSecurity(engine),
        ReadonlyRootfs = true,
        Tmpfs = spec.Tmpfs.ToDictionary(tmpfs => tmpfs.Target, WriteTmpfs),
        ShmSize = spec.SharedMemoryBytes,
        Memory = spec.MemoryBytes,
        MemorySwap = spec.MemoryBytes,
        MemorySwappiness = engine.CgroupVersion == 1 ? 0 : null,
        OomKillDisable = false,
        OomScoreAdj = OomScore,
        NanoCpus = (long)(spec.Cpus * 1e9),
        CpuShares = CpuShares,
        PidsLimit = spec.Pids,
        Ulimits = BaselineUlimits.For(spec),
        IpcMode = "private",
        PidMode = "",
        UTSMode = "",
        UsernsMode = "",
        CgroupnsMode = "private",
        CgroupParent = spec.CgroupParent,
        NetworkMode = spec.Network == ContainerNetwork.Bridge ? "bridge" : "none",

        // A skill that an operator gave the bridge needs names as well.
        Dns = spec.Network == ContainerNetwork.Bridge ? null : [NoResolver],
        DnsSearch = spec.Network == ContainerNetwork.Bridge ? null : ["."],
        ExtraHosts = [.. spec.Hosts.Select(host => $"{host.Key}:{host.Value}")],
        PublishAllPorts = false,
        Mounts = [.. spec.Mounts.Select(WriteMount)],
        Devices = [],
        MaskedPaths = BaselinePaths.Masked(engine.Processors),
        ReadonlyPaths = BaselinePaths.ReadOnly,
        LogConfig = new LogBody("none"),
        RestartPolicy = new RestartBody("no"),

        // A host that is killed removes nothing. Process 1 ends with the attached stream, and the engine does the rest.
        AutoRemove = true,
        Init = false,
        Runtime = spec.Runtime,
    };

    private IReadOnlyList<string> WriteSecurity(EngineInfo engine)
    {
        IReadOnlyList<string> always = ["no-new-privileges:true", $"seccomp={seccomp.Text}"];
        return engine.SecurityOptions.Contains("apparmor") ? [.. always, "apparmor=docker-default"] : always;
    }

    private static IReadOnlyList<string> WriteEnvironment(ContainerSpec spec) =>
    [
        .. spec.Environment.Select(variable => $"{variable.Key}={variable.Value}"),
        .. spec.ImageEnvironment.Where(name => !spec.Environment.ContainsKey(name)).Select(name => $"{name}="),
    ];

    private static string WriteTmpfs(TmpfsSpec tmpfs) => string.Create(
        CultureInfo.InvariantCulture,
        $"rw,{(tmpfs.Executable ? "exec" : "noexec")},nosuid,nodev,size={tmpfs.SizeBytes},nr_inodes={tmpfs.Inodes},mode=1777");

    private static MountBody WriteMount(BindMountSpec mount) =>
        new("bind", mount.Source, mount.Target, !mount.Writable, new BindBody("rprivate", NonRecursive: true));
}
