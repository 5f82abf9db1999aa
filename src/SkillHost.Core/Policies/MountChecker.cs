using Microsoft.Extensions.Options;

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
}
