using Microsoft.Extensions.Options;
using SkillHost.Skills.Files;

namespace SkillHost.Policies;

/// <summary>Looks again at granted folders just before a container is created, since a link may have been put in their way.</summary>
public sealed class MountChecker(IOptions<PolicyOptions> options)
{
    /// <summary>Throws <see cref="PolicyDeniedException"/> when a folder is no longer what the policy was made for.</summary>
    public void Recheck(IReadOnlyList<MountGrant> mounts)
    {
        ArgumentNullException.ThrowIfNull(mounts);
        foreach (MountGrant mount in mounts)
        {
            string? reason = MountSources.Misses(mount.Source, options.Value.MountRoots, out string canonical)
                ?? (canonical == mount.Source ? null : "has become a link");
            if (reason is not null)
            {
                throw new PolicyDeniedException($"The folder {mount.Name} cannot be given to the skill any more: it {reason}.");
            }
        }
    }

    /// <summary>
    /// Names the folders themselves: equal only while every path leads to the folder it led to. A container that waits holds the folders
    /// it was started with.
    /// </summary>
    public static string Identify(IReadOnlyList<MountGrant> mounts)
    {
        ArgumentNullException.ThrowIfNull(mounts);
        return string.Join(' ', mounts.Select(mount => OperatingSystem.IsLinux()
            ? Statx.Identify(mount.Source) ?? "gone"
            : $"{Directory.GetCreationTimeUtc(mount.Source).Ticks}"));
    }
}
