using Microsoft.Extensions.Options;
using SkillHost.Skills.Files;

namespace SkillHost.Policies;

/// <summary>Looks again at granted folders just before a container is created, since a link may have been put in their way.</summary>
public sealed class MountChecker(IOptions<PolicyOptions> options)
{
    /// <summary>What each folder is now, after <see cref="Recheck"/>; throws what that throws.</summary>
    public IReadOnlyList<MountSight> Look(IReadOnlyList<MountGrant> mounts)
    {
        Recheck(mounts);
        return [.. mounts.Select(mount => new MountSight(mount, Statx.Identity(mount.Source)))];
    }

    /// <summary>
    /// Looks once more after a container was started. Throws <see cref="PolicyDeniedException"/> when a folder is no longer the one that
    /// was seen, or when what the container's process <paramref name="processId"/> sees at its target is another; the latter only where
    /// this machine shows that process of the container <paramref name="containerId"/> to this host.
    /// </summary>
    public void Compare(IReadOnlyList<MountSight> seen, int? processId, string containerId)
    {
        ArgumentNullException.ThrowIfNull(seen);
        bool shown = OperatingSystem.IsLinux() && processId is > 0 && IsOf(processId.Value, containerId);
        Recheck([.. seen.Select(sight => sight.Grant)]);
        foreach (MountSight sight in seen)
        {
            string? inside = shown ? Statx.Identity($"/proc/{processId}/root{sight.Grant.Target}") : null;
            if (Statx.Identity(sight.Grant.Source) != sight.Identity || (inside is not null && inside != sight.Identity))
            {
                throw new PolicyDeniedException(
                    $"The folder {sight.Grant.Name} was replaced while it was given to the skill; the container is destroyed.");
            }
        }
    }

    // Numbers of processes mean something else in another machine, such as the one an engine on a desktop keeps.
    private static bool IsOf(int processId, string containerId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cgroup").Contains(containerId, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Throws <see cref="PolicyDeniedException"/> when a folder is no longer what the policy was made for.</summary>
    public void Recheck(IReadOnlyList<MountGrant> mounts)
    {
        ArgumentNullException.ThrowIfNull(mounts);
        foreach (MountGrant mount in mounts)
        {
            string? reason = MountSources.Misses(mount.Source, options.Value, out string canonical)
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
            ? Statx.Identity(mount.Source) ?? "gone"
            : $"{Directory.GetCreationTimeUtc(mount.Source).Ticks}"));
    }
}
