using Microsoft.Extensions.Options;
using SkillHost.Skills;

namespace SkillHost.Policies;

/// <inheritdoc cref="IPolicyCompiler" />
internal sealed class PolicyCompiler(IOptions<PolicyOptions> options, IRuntimeProfiles runtimes) : IPolicyCompiler
{
    public IReadOnlyList<SkillPolicies> Compile(IReadOnlyList<Skill> skills)
    {
        ArgumentNullException.ThrowIfNull(skills);
        IReadOnlyDictionary<string, RuntimeProfile> profiles = runtimes.Read();
        IReadOnlyDictionary<string, uint> users = UserIds.Assign(skills.Select(skill => skill.Name.Value));
        return [.. skills.Select(skill => Compile(skill, profiles, users[skill.Name.Value]))];
    }

    public SandboxPolicy Narrow(SandboxPolicy policy, PolicyNarrowing narrowing)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(narrowing);
        return Narrower.Narrow(policy, narrowing);
    }

    private SkillPolicies Compile(Skill skill, IReadOnlyDictionary<string, RuntimeProfile> profiles, uint firstUserId)
    {
        Problems problems = new(skill.Source.File);
        RuntimeProfile runtime = new();
        if (skill.Runtime is not null && !profiles.TryGetValue(skill.Runtime, out runtime!))
        {
            runtime = new();
            problems.Add(skill.Source.Failure("runtime", Shown.Text(skill.Runtime), KnownRuntimes(skill.Runtime, profiles.Keys)));
        }

        FunctionPolicyCompiler functions = new(skill, options.Value, runtime, firstUserId, problems);
        Dictionary<string, SandboxPolicy> policies = functions.Compile();
        return problems.Any
            ? new SkillPolicies(skill, new Dictionary<string, SandboxPolicy>(), problems.ToList())
            : new SkillPolicies(skill, policies, []);
    }

    private static string KnownRuntimes(string seen, IEnumerable<string> known)
    {
        string[] names = [.. known.Order(StringComparer.Ordinal)];
        return names.Length == 0
            ? "a Dockerfile, since this host has no runtimes" : $"one of {string.Join(", ", names)}{NearMiss.Hint(seen, names)}";
    }
}
