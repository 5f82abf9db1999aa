using System.Globalization;
using Microsoft.Extensions.Options;
using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>Says of every value of a policy where it came from and what else had a say in it.</summary>
/// <param name="options">What the operator allows.</param>
/// <param name="runtimes">What runtimes need.</param>
public sealed class PolicyExplainer(IOptions<PolicyOptions> options, IRuntimeProfiles runtimes)
{
    /// <summary>The values of <paramref name="policy"/>, limits first, in the order manifests list them.</summary>
    public IReadOnlyList<PolicyValue> Explain(Skill skill, FunctionDefinition function, SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(policy);
        SkillPolicyOptions own = options.Value.Skills.TryGetValue(skill.Name.Value, out SkillPolicyOptions? found) ? found : new();
        return [.. ExplainLimits(skill, function, policy, own), .. ExplainRest(skill, function, policy, own)];
    }

    private static string KeyOf(Skill skill, string setting) => $"{PolicyOptions.Section}:Skills:{skill.Name}:{setting}";

    private IEnumerable<PolicyValue> ExplainLimits(Skill skill, FunctionDefinition function, SandboxPolicy policy, SkillPolicyOptions own)
    {
        RuntimeProfile runtime = skill.Runtime is { } name && runtimes.Read().TryGetValue(name, out RuntimeProfile? profile)
            ? profile
            : new();
        LimitRequest ceilings = Limits.Over(own.Ceilings, options.Value.Ceilings);
        (string Origin, LimitRequest Limits)[] levels =
        [
            ("operator", own.Limits), ("function", function.Policy.Limits), ("skill", skill.Policy.Limits), ("runtime", runtime.Limits),
            ("default", Limits.Lower(Limits.Over(options.Value.Defaults, Limits.BuiltIn), ceilings)),
        ];
        LimitRequest effective = Limits.ToRequest(policy.Limits);
        return LimitField.All.Select(field => new PolicyValue
        {
            Name = "limits." + field.Name,
            Value = Show(field, effective) ?? "",
            Origin = policy.Origins.GetValueOrDefault("limits." + field.Name, "default"),
            Ceiling = Show(field, ceilings),
            HasOwnCeiling = field.Get(own.Ceilings) is not null,
            Stated =
            [
                .. levels.Where(l => field.Get(l.Limits) is not null)
                    .Select(l => new StatedValue(l.Origin, Show(field, l.Limits) ?? "")),
            ],
            Key = KeyOf(skill, "Limits:" + field.Key),
        });
    }

    private IEnumerable<PolicyValue> ExplainRest(Skill skill, FunctionDefinition function, SandboxPolicy policy, SkillPolicyOptions own)
    {
        yield return Value("network", policy.Egress?.ToString() ?? policy.NetworkMode) with
        {
            Ceiling = own.AllowBridge ? "bridge" : Join(own.AllowHosts.Concat(options.Value.AllowHosts).Select(grant => grant.ToString())),
            HasOwnCeiling = own.AllowBridge || own.AllowHosts.Count > 0,
            Stated = [.. Stated(NameOf(function.Policy.Network), NameOf(skill.Policy.Network)), new StatedValue("default", "none")],
            Key = KeyOf(skill, policy.Egress is null ? nameof(own.AllowBridge) : nameof(own.AllowHosts)),
        };
        if (policy.Egress is { } egress)
        {
            yield return new PolicyValue
            {
                Name = "egress",
                Value = egress.Limits.ToString(),
                Origin = egress.Limits == new EgressLimits() ? "default" : "operator",
                Key = $"{PolicyOptions.Section}:{nameof(options.Value.Egress)}",
            };
        }

        yield return Value("mounts", Join(policy.Mounts.Select(m => $"{m.Name} at {m.Target}, {(m.Writable ? "write" : "read")}"))) with
        {
            Ceiling = Join(own.Mounts.Select(m => $"{m.Key}, {(m.Value == MountAccess.Write ? "write" : "read")}")),
            HasOwnCeiling = own.Mounts.Count > 0,
            Stated = [.. Stated(NameOf(function.Policy.Mounts), NameOf(skill.Policy.Mounts)), new StatedValue("default", "none")],
            Key = KeyOf(skill, nameof(own.Mounts)),
        };
        yield return Value("secrets", Join(policy.Secrets.Select(NameOf))) with
        {
            Ceiling = Join(own.Secrets.Keys),
            HasOwnCeiling = own.Secrets.Count > 0,
            Stated = [.. Stated(NameOf(function.Policy.Secrets), NameOf(skill.Policy.Secrets)), new StatedValue("default", "none")],
            Key = KeyOf(skill, nameof(own.Secrets)),
        };
        if (policy.Unsandboxed)
        {
            yield return new PolicyValue
            {
                Name = "sandbox",
                Value = "NONE: the host's own user; of the limits only timeout and output hold",
                Origin = "operator",
                Key = KeyOf(skill, nameof(own.Unsandboxed)),
            };
        }

        yield return Value("tmpExecutable", policy.ExecutableTmp ? "yes" : "no");
        yield return Value("ociRuntime", policy.Runtime ?? "the engine's") with
        {
            Ceiling = Join(options.Value.Runtimes.Prepend("the engine's")),
            Key = KeyOf(skill, nameof(own.Runtime)),
        };
        uint last = policy.FirstUserId + SandboxPolicy.UserIdCount - 1;
        yield return new PolicyValue
        {
            Name = "users",
            Value = string.Create(CultureInfo.InvariantCulture, $"{policy.FirstUserId} to {last}"),
            Origin = "host",
        };

        PolicyValue Value(string name, string value) =>
            new() { Name = name, Value = value, Origin = policy.Origins.GetValueOrDefault(name, "default") };
    }

    private static IEnumerable<StatedValue> Stated(string? function, string? skill) =>
        new (string Origin, string? Value)[] { ("function", function), ("skill", skill) }
            .Where(level => level.Value is not null)
            .Select(level => new StatedValue(level.Origin, level.Value ?? ""));

    private static string? Show(LimitField field, LimitRequest limits) => field.Get(limits) is { } value ? LimitField.Show(value) : null;

    private static string? NameOf(NetworkRequest? request) =>
        request is null ? null : request.Bridge ? "bridge" : Join(request.AllowHosts);

    private static string? NameOf(IReadOnlyList<MountRequest>? mounts) => mounts is null ? null : Join(mounts.Select(m => m.Source));

    private static string? NameOf(IReadOnlyList<SecretRequest>? secrets) =>
        secrets is null ? null : Join(secrets.Select(s => s.Name));

    private static string NameOf(SecretGrant secret) =>
        $"{secret.Name} as {(secret.AsFile ? "file" : "env")}{(secret.Source is null ? " (not granted)" : "")}";

    private static string Join(IEnumerable<string> parts) => string.Join("; ", parts.DefaultIfEmpty("none"));
}
