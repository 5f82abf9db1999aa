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
    private readonly EgressCompiler _egress = new(skill, options, problems);

    /// <summary>Policies by function name.</summary>
    public Dictionary<string, SandboxPolicy> Compile()
    {
        _limits.CheckSkill();
        if (_own.Unsandboxed)
        {
            UnsandboxedRules.Check(skill, options, problems);
        }

        CheckWarm();
        CheckIsolation();
        ContainerNetwork network = Network(skill.Policy.Network, "network");
        EgressPolicy? egress = _egress.Compile(skill.Policy.Network, "network");
        IReadOnlyList<MountGrant> mounts = _mounts.Compile(skill.Policy.Mounts ?? [], "mounts");
        Dictionary<string, SandboxPolicy> policies = new(StringComparer.Ordinal);
        for (int i = 0; i < skill.Functions.Count; i++)
        {
            NetworkRequest? own = skill.Functions[i].Policy.Network;
            EgressPolicy? reached = own is null ? egress : _egress.Compile(own, $"functions[{i}].network");
            SandboxPolicy policy = Compile(skill.Functions[i], i, network, mounts);
            policies[skill.Functions[i].Name] = policy with
            {
                Egress = reached,
                Secrets = [.. policy.Secrets, .. reached?.HeaderSecrets ?? []],
            };
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
            ["secrets"] = Origin(request.Secrets, skill.Policy.Secrets),
            ["tmpExecutable"] = runtime.ExecutableTmp ? "runtime" : "default",
            ["ociRuntime"] = (_own.Runtime ?? options.Runtime) is null ? "default" : "operator",
        };
        return new SandboxPolicy
        {
            Limits = WithFiles(_limits.Compile(function, index, origins)),
            Network = request.Network is null ? network : Network(request.Network, $"functions[{index}].network"),
            Mounts = request.Mounts is null ? mounts : _mounts.Compile(request.Mounts, $"functions[{index}].mounts"),
            Secrets = [.. (request.Secrets ?? skill.Policy.Secrets ?? []).Select(Grant)],
            FirstUserId = firstUserId,
            ExecutableTmp = runtime.ExecutableTmp,
            Runtime = _own.Runtime ?? options.Runtime,
            Unsandboxed = _own.Unsandboxed && options.AllowUnsandboxed,
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

    // Files belong to one process of one call; what a manifest asks beyond that is refused when it is read.
    private ResourceLimits WithFiles(ResourceLimits limits)
    {
        bool own = skill.Protocol == SkillProtocol.Command && skill.Isolation != SkillIsolation.Shared;
        return own && !(_own.Unsandboxed && options.AllowUnsandboxed) ? limits : limits with { InBytes = 0, OutBytes = 0 };
    }

    // One that is not granted refuses calls, not the skill: its other functions may do without.
    private SecretGrant Grant(SecretRequest secret) =>
        new(secret.Name, _own.Secrets.TryGetValue(secret.Name, out string? source) ? source : null, secret.AsFile);

    private void CheckIsolation()
    {
        if (skill.Isolation == SkillIsolation.Shared && !_own.AllowShared)
        {
            problems.Add(skill.Source.Failure(
                "isolation", "\"shared\"",
                $"fresh or session, since the operator does not allow calls of {skill.Name} to share a container"));
        }

        if (skill.Isolation != SkillIsolation.Fresh && skill.Warm > 0)
        {
            problems.Add(skill.Source.Failure("warm", $"{skill.Warm}", "0, since only isolation fresh keeps containers waiting"));
        }
    }

    // A container that outlives a call has one policy, whichever function it was made for. Where calls are in it at the same time, nobody
    // could say whose a connection is.
    private void CheckSameContainer(Dictionary<string, SandboxPolicy>.ValueCollection policies)
    {
        if (skill.Isolation == SkillIsolation.Shared && policies.Any(policy => policy.Egress is not null))
        {
            problems.Add(skill.Source.Failure(
                "isolation", "\"shared\" and allowHosts", "fresh or session, since connections are counted and allowed call by call"));
        }

        if (skill.Isolation != SkillIsolation.Fresh && policies.Select(PolicyHash.OfContainer).Distinct().Skip(1).Any())
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
