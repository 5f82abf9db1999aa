using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Invocations;

/// <summary>
/// The container of a call as it would be without the host: the function's process is process 1, with the environment and under the limits
/// of a call. For people who want to see what happens inside; the host itself never starts one.
/// </summary>
public static class StandaloneCall
{
    private const string Id = "by-hand";
    private const double CpuSecondsGrace = 5;

    /// <summary>The specification.</summary>
    public static ContainerSpec Make(Callable function, SkillImage image)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(image);
        SandboxPolicy policy = function.Policy;
        ResourceLimits limits = policy.Limits;
        return new ContainerSpec
        {
            Name = Id,
            ImageId = image.Id,
            // A function of a server's has no command of its own.
            Command = function.Function.Command is [_, ..] own ? own : CallEnvironment.MakeServer(function.Skill, image, policy).Arguments,
            Environment = CallEnvironment.Variables(function, image, Id),
            ImageEnvironment = image.EnvironmentNames,
            UserId = policy.FirstUserId,
            Labels = new Dictionary<string, string>(),
            MemoryBytes = limits.MemoryBytes,
            Cpus = limits.Cpus,
            Pids = limits.Pids,
            CpuSeconds = (int)Math.Ceiling((limits.Timeout.TotalSeconds * Math.Max(1, limits.Cpus)) + CpuSecondsGrace),
            SharedMemoryBytes = limits.SharedMemoryBytes,
            Tmpfs = MemoryFolders.Of(policy),
            Mounts = [.. policy.Mounts.Select(mount => new BindMountSpec(mount.Source, mount.Target, mount.Writable))],
            Network = policy.Network,
            HasNetworkFiles = true,
            Runtime = policy.Runtime,
        };
    }
}
