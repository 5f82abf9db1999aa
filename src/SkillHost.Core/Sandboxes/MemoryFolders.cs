using SkillHost.Containers;
using SkillHost.Policies;

namespace SkillHost.Sandboxes;

/// <summary>
/// The memory file systems of a call's container: only those that its policy has a use for, since each takes time to mount.
/// </summary>
public static class MemoryFolders
{
    /// <summary>Where secrets given as files are.</summary>
    public const string Secrets = "/run/secrets";

    // As many as may be given, each as large as it may be and in whole pages.
    private const long SecretsBytes = 256 << 10;

    /// <summary>What <paramref name="policy"/> comes to.</summary>
    public static IReadOnlyList<TmpfsSpec> Of(SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        List<TmpfsSpec> folders = [new TmpfsSpec("/tmp", policy.Limits.TmpBytes, policy.ExecutableTmp)];
        if (policy.Limits.InBytes > 0)
        {
            folders.Add(new TmpfsSpec("/in", policy.Limits.InBytes));
        }

        if (policy.Limits.OutBytes > 0)
        {
            folders.Add(new TmpfsSpec("/out", policy.Limits.OutBytes));
        }

        if (policy.Secrets.Any(secret => secret.AsFile))
        {
            folders.Add(new TmpfsSpec(Secrets, SecretsBytes) { Inodes = 64 });
        }

        return folders;
    }
}
