using SkillHost.Skills;
using SkillHost.Skills.Files;

namespace SkillHost.Policies.Configuration;

/// <summary>
/// Rules for the folders the operator binds and grants. One that is not there yet, such as a disk not mounted, is left to the skills that
/// ask for it.
/// </summary>
internal static class MountRules
{
    /// <summary>Roots and bindings.</summary>
    public static void Check(PolicyOptions options, OptionErrors errors)
    {
        foreach ((string root, int i) in (options.MountRoots ?? []).Select((root, i) => (root, i)))
        {
            if (MountSources.MissesAsWritten(root) is { } reason)
            {
                errors.Add($"MountRoots:{i}", Shown.Text(root), $"a folder that may be mounted from; this one {reason}");
            }
        }

        foreach ((string name, MountBinding binding) in options.Mounts)
        {
            CheckBinding(name, binding, options, errors);
        }
    }

    /// <summary>One skill's grants.</summary>
    public static void CheckGrants(string key, SkillPolicyOptions own, PolicyOptions options, OptionErrors errors)
    {
        foreach ((string name, MountAccess access) in own.Mounts)
        {
            if (!options.Mounts.TryGetValue(name, out MountBinding? binding))
            {
                errors.Add(
                    $"{key}:Mounts:{name}", "a name that is not bound", $"a name under Mounts{NearMiss.Hint(name, options.Mounts.Keys)}");
            }
            else if (access == MountAccess.Write && !binding.Writable)
            {
                errors.Add($"{key}:Mounts:{name}", "write", $"read, or Mounts:{name}:Writable set to true");
            }
        }
    }

    private static void CheckBinding(string name, MountBinding binding, PolicyOptions options, OptionErrors errors)
    {
        if (!MountNames.IsRight(name))
        {
            errors.Add($"Mounts:{name}", Shown.Text(name), "a name of 1 to 64 of a-z 0-9 -");
        }

        bool there = MountSources.MissesAsWritten(binding.Path) is not null || FileKinds.Of(binding.Path) != FileKind.Missing;
        if (there && MountSources.Misses(binding.Path, options, out string canonical) is { } reason)
        {
            errors.Add($"Mounts:{name}:Path", Shown.Text(binding.Path), $"a folder that may be mounted; this one {reason}");
            return;
        }

        CanonicalPath.Resolve(binding.Path, out canonical);
        CheckApart(name, canonical, options, errors);
    }

    // A path below one that a container can write to could be swapped for a link between check and use.
    private static void CheckApart(string name, string canonical, PolicyOptions options, OptionErrors errors)
    {
        foreach ((string other, MountBinding binding) in options.Mounts)
        {
            if (other != name && binding.Writable && Path.IsPathFullyQualified(binding.Path)
                && CanonicalPath.Resolve(binding.Path, out string outer) is null && PathOrder.IsWithin(canonical, outer))
            {
                errors.Add(
                    $"Mounts:{name}:Path", $"a folder in the one bound to {other}",
                    $"a folder outside it, since skills may write to {other}");
            }
        }
    }
}
