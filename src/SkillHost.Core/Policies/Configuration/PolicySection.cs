using Microsoft.Extensions.Configuration;

namespace SkillHost.Policies.Configuration;

/// <summary>Reads the section <c>SkillHost:Policies</c> whole, every key of it known.</summary>
internal static class PolicySection
{
    /// <summary>Puts what the configuration says over what the options have; gives everything that is wrong with it.</summary>
    public static IReadOnlyList<string> Read(IConfiguration configuration, PolicyOptions options)
    {
        List<string> errors = [];
        StrictSection section = new(configuration.GetSection(PolicyOptions.Section), errors);
        section.Allow(
            "Defaults", "Ceilings", "Skills", "Mounts", "MountRoots", "MaxMounts", "MaxWarm", "Runtimes", "Runtime", "AllowHosts", "Egress",
            "TlsPorts", "AllowUnsandboxed");
        options.Defaults = Limits.Over(LimitsSection.Read(section, "Defaults"), options.Defaults);
        options.Ceilings = Limits.Over(LimitsSection.Read(section, "Ceilings"), options.Ceilings);
        options.MountRoots = section.Texts("MountRoots", "the absolute path of a folder") ?? options.MountRoots;
        options.MaxMounts = section.Whole("MaxMounts", "a whole number from 0 to 16") ?? options.MaxMounts;
        options.MaxWarm = section.Whole("MaxWarm", "a whole number from 0 to 16") ?? options.MaxWarm;
        options.Runtimes = section.Texts("Runtimes", "the name of an OCI runtime") ?? options.Runtimes;
        options.Runtime = section.Text("Runtime", "the name of an OCI runtime") ?? options.Runtime;
        options.Egress = EgressSection.ReadLimits(section, options.Egress);
        options.TlsPorts = EgressSection.ReadPorts(section) ?? options.TlsPorts;
        options.AllowHosts = [.. options.AllowHosts, .. EgressSection.ReadGrants(section)];
        options.AllowUnsandboxed = section.Truth("AllowUnsandboxed") ?? options.AllowUnsandboxed;
        foreach ((string name, StrictSection binding) in section.Inner("Mounts")?.Named() ?? [])
        {
            ReadBinding(name, binding, options);
        }

        foreach ((string name, StrictSection skill) in section.Inner("Skills")?.Named() ?? [])
        {
            ReadSkill(skill, options.Skills.TryGetValue(name, out SkillPolicyOptions? known) ? known : options.Skills[name] = new());
        }

        return errors;
    }

    private static void ReadBinding(string name, StrictSection section, PolicyOptions options)
    {
        section.Allow("Path", "Writable");
        const string wanted = "the absolute path of a folder";
        bool writable = section.Truth("Writable") ?? false;
        if (section.Inner("Path") is null)
        {
            section.Fail("no Path", wanted);
        }
        else if (section.Text("Path", wanted) is { } path)
        {
            options.Mounts[name] = new MountBinding(path, writable);
        }
    }

    private static void ReadSkill(StrictSection section, SkillPolicyOptions skill)
    {
        section.Allow(
            "Limits", "Ceilings", "AllowBridge", "AllowHosts", "AllowShared", "Mounts", "MaxWarm", "Secrets", "Runtime", "Unsandboxed");
        skill.Limits = Limits.Over(LimitsSection.Read(section, "Limits"), skill.Limits);
        skill.Ceilings = Limits.Over(LimitsSection.Read(section, "Ceilings"), skill.Ceilings);
        skill.AllowBridge = section.Truth("AllowBridge") ?? skill.AllowBridge;
        skill.AllowShared = section.Truth("AllowShared") ?? skill.AllowShared;
        skill.MaxWarm = section.Whole("MaxWarm", "a whole number from 0 to 16") ?? skill.MaxWarm;
        skill.AllowHosts = [.. skill.AllowHosts, .. EgressSection.ReadGrants(section)];
        skill.Runtime = section.Text("Runtime", "the name of an OCI runtime") ?? skill.Runtime;
        foreach ((string name, StrictSection grant) in section.Inner("Secrets")?.Named() ?? [])
        {
            if (grant.Text("the name of a secret in the operator's stores") is { } source)
            {
                skill.Secrets[name] = source;
            }
        }

        skill.Unsandboxed = section.Truth("Unsandboxed") ?? skill.Unsandboxed;
        foreach ((string name, StrictSection grant) in section.Inner("Mounts")?.Named() ?? [])
        {
            const string wanted = "read or write";
            string? access = grant.Text(wanted);
            if (access is "read" or "write")
            {
                skill.Mounts[name] = access == "write" ? MountAccess.Write : MountAccess.Read;
            }
            else if (access is not null)
            {
                grant.Fail(SkillHost.Skills.Shown.Text(access), wanted);
            }
        }
    }
}
