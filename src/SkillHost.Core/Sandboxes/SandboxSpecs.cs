using System.Globalization;
using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Wire;

namespace SkillHost.Sandboxes;

/// <summary>Writes the specification of one call's container. Nothing that a caller said is in it.</summary>
internal sealed class SandboxSpecs(HostIdentity identity, CallGroups groups, IOptions<SandboxOptions> options, TimeProvider time)
{
    /// <summary>Where every skill image has process 1.</summary>
    public const string InitPath = "/.skillhost/init";

    private const double CpuSecondsGrace = 5;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>The longest a container with <paramref name="policy"/> may live from its call; process 1 ends itself then.</summary>
    public static TimeSpan LifeOf(SandboxPolicy policy) => policy.Limits.Timeout + Grace;

    /// <summary>The longest a container for <paramref name="request"/> may live from its start, unless told otherwise.</summary>
    public static TimeSpan LifeOf(SandboxRequest request) => LifeOf(request.Policy) + request.Wait;

    /// <summary>What the policy alone says of a container named <paramref name="name"/> that runs <paramref name="command"/>.</summary>
    public static ContainerSpec Of(SandboxPolicy policy, SkillImage image, string name, IReadOnlyList<string> command)
    {
        ResourceLimits limits = policy.Limits;
        return new ContainerSpec
        {
            Name = name,
            ImageId = image.Id,
            Command = command,
            ImageEnvironment = image.EnvironmentNames,
            UserId = policy.FirstUserId,
            Labels = new Dictionary<string, string>(),
            MemoryBytes = limits.MemoryBytes,
            Cpus = limits.Cpus,
            Pids = limits.Pids,
            CpuSeconds = CpuSeconds(limits, limits.Timeout),
            SharedMemoryBytes = limits.SharedMemoryBytes,
            Tmpfs = MemoryFolders.Of(policy),
            Mounts = [.. policy.Mounts.Select(mount => new BindMountSpec(mount.Source, mount.Target, mount.Writable))],
            Network = policy.Network,
            HasNetworkFiles = true,
            Runtime = policy.Runtime,
        };
    }

    /// <summary>The specification.</summary>
    public ContainerSpec Make(SandboxRequest request, LiveContainer container)
    {
        ResourceLimits limits = request.Policy.Limits;
        TimeSpan life = LifeOf(request);
        string[] init = [InitPath, InitFacts.DeadlineArgument, life.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)];
        return Of(request.Policy, request.Image, container.Name, init) with
        {
            UserId = container.UserId,
            Labels = Labels(request, life),
            Pids = limits.Pids + InitFacts.Threads,
            CpuSeconds = CpuSeconds(limits, Work(request)),
            CgroupParent = groups.Parent,
        };
    }

    private static int CpuSeconds(ResourceLimits limits, TimeSpan work) =>
        (int)Math.Ceiling((work.TotalSeconds * Math.Max(1, limits.Cpus)) + CpuSecondsGrace);

    /// <summary>The longest one of its processes may work: a server in a container that outlives calls, as long as that lives.</summary>
    private static TimeSpan Work(SandboxRequest request) =>
        request.Policy.Limits.Timeout + (request.Kind is SandboxKind.Session or SandboxKind.Shared ? request.Wait : TimeSpan.Zero);

    private Dictionary<string, string> Labels(SandboxRequest request, TimeSpan life)
    {
        DateTimeOffset deadline = time.GetUtcNow() + options.Value.StartTimeout + life;
        Dictionary<string, string> labels = new()
        {
            [SandboxLabels.Owner] = identity.Get().ToString(),
            [SandboxLabels.Kind] = SandboxLabels.KindOf(request.Kind),
            [SandboxLabels.Skill] = request.Image.Skill.Value,
            [SandboxLabels.Deadline] = deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        };
        if (request.InvocationId.Length > 0)
        {
            labels[SandboxLabels.Call] = request.InvocationId;
        }

        return labels;
    }
}
