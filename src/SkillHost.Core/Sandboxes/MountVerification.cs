using SkillHost.Containers;
using SkillHost.Policies;

namespace SkillHost.Sandboxes;

/// <summary>
/// Compares what the engine mounted with what it was asked to, once a container runs and before anything of a skill does.
/// </summary>
internal static class MountVerification
{
    /// <summary>
    /// Throws <see cref="SandboxException"/> or <see cref="PolicyDeniedException"/> when a folder is missing, another, wider or not asked
    /// for.
    /// </summary>
    public static void Check(ContainerSpec spec, ContainerState? state, IReadOnlyList<MountSight> seen, MountChecker checker)
    {
        foreach (BindMountSpec mount in spec.Mounts)
        {
            MountState? made = state?.Mounts.SingleOrDefault(candidate => candidate.Target == mount.Target);
            if (made is not { Kind: "bind", Propagation: "rprivate" or "private" or "" } || made.Source != mount.Source)
            {
                throw Denied($"the folder mounted at {mount.Target} is not the one the operator has bound");
            }

            if (made.Writable != mount.Writable)
            {
                throw Denied($"the folder mounted at {mount.Target} may {(made.Writable ? "" : "not ")}be written to");
            }
        }

        if (state is not null && state.Mounts.Count != spec.Mounts.Count)
        {
            throw Denied("its container has folders or volumes that nobody asked for");
        }

        checker.Compare(seen, state?.ProcessId, state?.Id ?? "");
    }

    private static SandboxException Denied(string message) => new(SandboxFailure.Denied, message);
}
