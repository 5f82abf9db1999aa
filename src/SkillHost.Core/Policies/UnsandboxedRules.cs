using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>What a skill may not ask for where the operator runs it without a sandbox: nobody could give it, or hold it to that.</summary>
internal static class UnsandboxedRules
{
    private const string Why = "in a skill that the operator runs without a sandbox";

    /// <summary>Adds a problem for everything that it asks for and cannot have.</summary>
    public static void Check(Skill skill, PolicyOptions options, Problems problems)
    {
        if (!options.AllowUnsandboxed)
        {
            Refuse("", "Unsandboxed without AllowUnsandboxed", "both, or neither");
        }

        if (skill.Protocol != SkillProtocol.Command)
        {
            Refuse("protocol", Shown.Text(skill.Protocol.ToString().ToLowerInvariant()), $"command {Why}");
        }

        if (skill.Isolation != SkillIsolation.Fresh)
        {
            Refuse("isolation", Shown.Text(skill.Isolation.ToString().ToLowerInvariant()), $"fresh {Why}");
        }

        if (skill.Warm > 0)
        {
            Refuse("warm", $"{skill.Warm}", $"0 {Why}");
        }

        Check(skill.Policy, "");
        for (int i = 0; i < skill.Functions.Count; i++)
        {
            Check(skill.Functions[i].Policy, $"functions[{i}].");
        }

        void Check(PolicyRequest request, string prefix)
        {
            if (request.Network is { Bridge: true } or { AllowHosts.Count: > 0 })
            {
                Refuse(prefix + "network", "a network", $"none {Why}, which has the host's own");
            }

            if (request.Mounts is { Count: > 0 } mounts)
            {
                Refuse(prefix + "mounts", $"{mounts.Count} of them", $"none {Why}");
            }

            if (request.Limits.InBytes is not null || request.Limits.OutBytes is not null)
            {
                Refuse(prefix + "limits." + (request.Limits.InBytes is null ? "out" : "in"), "a size", $"neither in nor out {Why}");
            }

            if (request.Secrets is { Count: > 0 } secrets)
            {
                Refuse(prefix + "secrets", $"{secrets.Count} of them", $"none {Why}");
            }
        }

        void Refuse(string path, string seen, string wanted) => problems.Add(skill.Source.Failure(path, seen, wanted));
    }
}
