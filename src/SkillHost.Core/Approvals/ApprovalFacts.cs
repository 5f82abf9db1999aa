using SkillHost.Containers;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.Approvals;

/// <summary>
/// What the host enforces of a function, in the words that rules use. Nothing that a skill merely claims of itself, such as its hints,
/// is in it.
/// </summary>
public sealed record ApprovalFacts
{
    /// <summary>The facts that rules may ask for, and the words for each, least first.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabulary { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["Network"] = ["none", "allowlist", "bridge"],
            ["Mounts"] = ["none", "read", "write"],
            ["Secrets"] = ["false", "true"],
            ["ReadOnly"] = ["true", "false"],
            ["Isolation"] = ["fresh", "session", "shared"],
            ["Image"] = ["runtime", "dockerfile"],
            ["Sandboxed"] = ["true", "false"],
        };

    private ApprovalFacts(Dictionary<string, string> words) => Words = words;

    /// <summary>The word for each of <see cref="Vocabulary"/>.</summary>
    public IReadOnlyDictionary<string, string> Words { get; }

    /// <summary>The facts of one function of <paramref name="skill"/> under <paramref name="policy"/>.</summary>
    public static ApprovalFacts Of(Skill skill, SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Unsandboxed)
        {
            return Unbounded(skill);
        }

        string network = policy.Network == ContainerNetwork.Bridge ? "bridge" : "none";
        string mounts = policy.Mounts.Count == 0 ? "none" : policy.Mounts.Any(mount => mount.Writable) ? "write" : "read";
        return new ApprovalFacts(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Network"] = network,
            ["Mounts"] = mounts,
            ["Secrets"] = "false",
            ["ReadOnly"] = network == "none" && mounts != "write" ? "true" : "false",
            ["Isolation"] = skill.Isolation.ToString().ToLowerInvariant(),
            ["Image"] = skill.Runtime is null ? "dockerfile" : "runtime",
            ["Sandboxed"] = "true",
        });
    }

    // Nothing is enforced, so every fact is the widest there is.
    private static ApprovalFacts Unbounded(Skill skill) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Network"] = "bridge",
        ["Mounts"] = "write",
        ["Secrets"] = "true",
        ["ReadOnly"] = "false",
        ["Isolation"] = "shared",
        ["Image"] = skill.Runtime is null ? "dockerfile" : "runtime",
        ["Sandboxed"] = "false",
    });

    /// <summary>All of them on one line, such as <c>network bridge, mounts read, …</c>.</summary>
    public override string ToString() => string.Join(", ", Vocabulary.Keys.Select(fact => $"{Readable(fact)} {Words[fact]}"));

    private static string Readable(string fact) => fact == "ReadOnly" ? "read-only" : fact.ToLowerInvariant();
}
