using SkillHost.Containers;
using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>Works out the policies of one skill's functions, adding whatever is refused.</summary>
internal sealed class FunctionPolicyCompiler(
    Skill skill, PolicyOptions options, RuntimeProfile runtime, uint firstUserId, Problems problems)
{
    private readonly SkillPolicyOptions _own = options.Skills.TryGetValue(skill.Name.Value, out SkillPolicyOptions? own) ? own : new();
    private readonly LimitCompiler _limits = new(skill, options, runtime, problems);
    private readonly MountCompiler _mounts = new(skill, options, problems);

    /// <summary>Policies by function name.</summary>
    public Dictionary<string, SandboxPolicy> Compile()
    {
        _limits.CheckSkill();
        CheckWarm();
        CheckIsolation();
        ContainerNetwork network = Network(skill.Policy.Network, "network");
        IReadOnlyList<MountGrant> mounts = _mounts.Compile(skill.Policy.Mounts ?? [], "mounts");
        Dictionary<string, SandboxPolicy> policies = new(StringComparer.Ordinal);
        for (int i = 0; i < skill.Functions.Count; i++)
        {
            policies[skill.Functions[i].Name] = Compile(skill.Functions[i], i, network, mounts);
        }

        CheckSameContainer(policies.Values);
        return policies;
    }

    private SandboxPolicy Compile(FunctionDefinition function, int index, ContainerNetwork network, IReadOnlyList<MountGrant> mounts)
    {
        PolicyRequest request = function.Policy;
        Dictionary<string, string> origins = new(StringComparer.Ordinal)
        {
            ["network"] = Origin(request.Network, skill.Policy.Network),
            ["mounts"] = Origin(request.Mounts, skill.Policy.Mounts),
            ["tmpExecutable"] = runtime.ExecutableTmp ? "runtime" : "default",
            ["ociRuntime"] = (_own.Runtime ?? options.Runtime) is null ? "default" : "operator",
        };
        return new SandboxPolicy
        {
            Limits = _limits.Compile(function, index, origins),
            Network = request.Network is null ? network : Network(request.Network, $"functions[{index}].network"),
            Mounts = request.Mounts is null ? mounts : _mounts.Compile(request.Mounts, $"functions[{index}].mounts"),
            FirstUserId = firstUserId,
            ExecutableTmp = runtime.ExecutableTmp,
            Runtime = _own.Runtime ?? options.Runtime,
            Origins = origins,
        };
    }

    private ContainerNetwork Network(NetworkRequest? request, string path)
    {
        if (request is not { Bridge: true })
        {
            return ContainerNetwork.None;
        }

        if (!_own.AllowBridge)
        {
            problems.Add(
                skill.Source.Failure(path, "\"bridge\"", $"none, since the operator does not allow the skill {skill.Name} the bridge"));
        }

        return ContainerNetwork.Bridge;
    }

    private void CheckIsolation()
    {
        if (skill.Isolation == SkillIsolation.Shared && !_own.AllowShared)
        {
            problems.Add(skill.Source.Failure(
                "isolation", "\"shared\"", $"fresh or session, since the operator does not allow calls of {skill.Name} to share a container"));
        }

        if (skill.Isolation != SkillIsolation.Fresh && skill.Warm > 0)
        {
            problems.Add(skill.Source.Failure("warm", $"{skill.Warm}", "0, since only isolation fresh keeps containers waiting"));
        }
    }

    // A container that outlives a call has one policy, whichever function it was made for.
    private void CheckSameContainer(IEnumerable<SandboxPolicy> policies)
    {
        bool differ = policies.Select(policy => PolicyHash.Of(policy with
        {
            Limits = policy.Limits with { Timeout = TimeSpan.FromSeconds(1), OutputBytes = 1 },
        })).Distinct().Skip(1).Any();
        if (skill.Isolation != SkillIsolation.Fresh && differ)
        {
            problems.Add(skill.Source.Failure(
                "isolation", "functions whose containers differ", "functions that differ in timeout and output only, or fresh"));
        }
    }

    private void CheckWarm()
    {
        int most = _own.MaxWarm ?? options.MaxWarm;
        if (skill.Warm > most)
        {
            string whose = _own.MaxWarm is null ? "the operator's ceiling" : "the operator's ceiling for this skill";
            problems.Add(skill.Source.Failure("warm", $"{skill.Warm}", $"at most {most}, {whose}"));
        }
    }

    private static string Origin(object? function, object? skill) =>
        function is not null ? "function" : skill is not null ? "skill" : "default";
}
