using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.Approvals.Locks;

/// <summary>
/// All that is approved of a skill, as JSON: what a folder says, asks and holds. What only the operator of one machine decides, such as
/// where a bound folder lies, is not part of it, so that one file serves every machine.
/// </summary>
internal static class ApprovedPlan
{
    /// <summary>Key of the hash of the folder's files.</summary>
    public const string Files = "files";

    /// <summary>Key of what is known by function name.</summary>
    public const string Functions = "functions";

    /// <summary>Key of a function's effective policy.</summary>
    public const string Policy = "policy";

    // The user ids depend on the other skills' names, the OCI runtime and the source of what is granted on the machine.
    private static readonly string[] OfTheMachine = ["firstUserId", "runtime"];

    // By the operator's names for them.
    private static readonly string[] Granted = ["mounts", "secrets"];

    /// <summary>The plan of <paramref name="skill"/> with its <paramref name="files"/> hashed.</summary>
    public static JsonObject Of(SkillPolicies skill, string files) => new()
    {
        ["version"] = skill.Skill.Version,
        ["description"] = skill.Skill.Description,
        [Files] = files,
        ["runtime"] = skill.Skill.Runtime,
        ["module"] = skill.Skill.Module,
        ["protocol"] = Word(skill.Skill.Protocol),
        ["command"] = Words(skill.Skill.Command),
        ["isolation"] = Word(skill.Skill.Isolation),
        ["warm"] = skill.Skill.Warm,
        [Functions] = new JsonObject(skill.Skill.Functions
            .Where(function => !IsUnlisted(skill.Skill) && skill.Functions.ContainsKey(function.Name))
            .Select(function => KeyValuePair.Create(function.Name, (JsonNode?)Of(function, skill.Functions[function.Name])))),
    };

    private static JsonObject Of(FunctionDefinition function, SandboxPolicy policy) => new()
    {
        ["description"] = function.Description,
        ["command"] = Words(function.Command),
        ["tool"] = function.Tool,
        ["inputSchema"] = Node(function.InputSchema),
        ["outputSchema"] = function.OutputSchema is { } schema ? Node(schema) : null,
        ["annotations"] = JsonSerializer.SerializeToNode(function.Annotations, JsonSerializerOptions.Web),
        [Policy] = Of(policy),
    };

    private static JsonObject Of(SandboxPolicy policy)
    {
        JsonObject described = JsonNode.Parse(PolicyHash.Describe(policy).Span)!.AsObject(); // Not null: it is an object.
        foreach (string key in OfTheMachine)
        {
            described.Remove(key);
        }

        foreach (JsonObject granted in Granted.SelectMany(key => described[key] as JsonArray ?? []).OfType<JsonObject>())
        {
            granted.Remove("source");
        }

        // What the host adds to requests is the operator's, the names of his secrets and his files among it.
        foreach (JsonObject entry in (described["egress"]?["entries"] as JsonArray ?? []).OfType<JsonObject>())
        {
            (entry["header"] as JsonObject)?.Remove("source");
            (entry["header"] as JsonObject)?.Remove("roots");
        }

        (described["secrets"] as JsonArray)?.RemoveAll(secret =>
            secret?["name"]?.GetValue<string>().StartsWith(HeaderGrant.SecretPrefix, StringComparison.Ordinal) == true);
        return described;
    }

    // A server that has not told its tools yet has nothing to approve of them; once it has, what it told is compared.
    private static bool IsUnlisted(Skill skill) => skill is { Protocol: SkillProtocol.Mcp, ToolsHash: null };

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);

    private static JsonNode? Node(JsonElement element) => JsonNode.Parse(element.GetRawText());

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
