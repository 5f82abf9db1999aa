using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SkillHost.Skills;

namespace SkillHost.Policies.Configuration;

/// <summary>Everything wrong with the options at once, each by its key, with what was seen and what is wanted.</summary>
internal sealed class PolicyOptionsValidator(IEnumerable<IConfiguration> configurations) : IValidateOptions<PolicyOptions>
{
    private const int MostMounts = 16;
    private const int MostWarm = 16;

    public ValidateOptionsResult Validate(string? name, PolicyOptions options)
    {
        OptionErrors errors = new();
        foreach (string wrong in configurations.SelectMany(c => PolicySection.Read(c, new PolicyOptions())))
        {
            errors.Add(wrong);
        }

        LimitRules.CheckGeneral(options, errors);
        MountRules.Check(options, errors);
        EgressRules.Check(options.Egress, errors);
        CheckRuntime(options.Runtime, "Runtime", options, errors);
        if (options.MaxMounts is < 0 or > MostMounts)
        {
            errors.Add("MaxMounts", $"{options.MaxMounts}", $"a whole number from 0 to {MostMounts}");
        }

        CheckWarm(options.MaxWarm, "MaxWarm", errors);
        foreach ((string skill, SkillPolicyOptions own) in options.Skills)
        {
            CheckSkill(skill, own, options, errors);
        }

        return errors.All.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors.All);
    }

    private static void CheckSkill(string skill, SkillPolicyOptions own, PolicyOptions options, OptionErrors errors)
    {
        string key = $"Skills:{skill}";
        if (Names.SkillMisses(skill) is { } wanted)
        {
            errors.Add(key, Names.Show(skill), wanted);
        }

        if (own.Unsandboxed && !options.AllowUnsandboxed)
        {
            errors.Add($"{key}:Unsandboxed", "true", "false, or AllowUnsandboxed set to true on a machine for development");
        }

        LimitRules.CheckSkill(key, own, options, errors);
        MountRules.CheckGrants(key, own, options, errors);
        foreach ((string secret, string source) in own.Secrets)
        {
            string? wrong = SecretNames.IsRight(secret) ? SecretNames.IsRight(source) ? null : source : secret;
            if (wrong is not null)
            {
                errors.Add($"{key}:Secrets:{secret}", Shown.Text(wrong), SecretNames.Form);
            }
        }

        CheckWarm(own.MaxWarm ?? 0, $"{key}:MaxWarm", errors);
        CheckRuntime(own.Runtime, $"{key}:Runtime", options, errors);
    }

    private static void CheckWarm(int most, string key, OptionErrors errors)
    {
        if (most is < 0 or > MostWarm)
        {
            errors.Add(key, $"{most}", $"a whole number from 0 to {MostWarm}");
        }
    }

    private static void CheckRuntime(string? runtime, string key, PolicyOptions options, OptionErrors errors)
    {
        if (runtime is not null && !options.Runtimes.Contains(runtime))
        {
            string wanted = options.Runtimes.Count == 0
                ? "a runtime listed in Runtimes, which is empty" : $"one of {string.Join(", ", options.Runtimes)}";
            errors.Add(key, Shown.Text(runtime), wanted + NearMiss.Hint(runtime, options.Runtimes));
        }
    }
}
