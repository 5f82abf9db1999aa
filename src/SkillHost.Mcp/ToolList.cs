using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using SkillHost.Approvals;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Skills;

namespace SkillHost.Mcp;

/// <summary>Describes functions as tools.</summary>
internal static class ToolList
{
    /// <summary>Key of what SkillHost says of a tool beyond the protocol.</summary>
    public const string SkillKey = "skillhost/skill";

    /// <summary>
    /// The functions that the operator's rules do not refuse, in the catalog's order, which is the same on every host and after every load.
    /// </summary>
    public static ListToolsResult Of(SkillCatalog catalog, string? revision) => new()
    {
        Tools = [.. catalog.Functions.Where(f => f.Approval != ApprovalDecision.Refuse).Select(f => Describe(f, revision))],
        TimeToLive = ProtocolRevisions.IsStateless(revision) ? TimeSpan.Zero : null,
        CacheScope = ProtocolRevisions.IsStateless(revision) ? CacheScope.Private : null,
    };

    private static Tool Describe(SkillFunction function, string? revision)
    {
        FunctionAnnotations hints = function.Callable.Function.Annotations;
        return new Tool
        {
            Name = function.Name,
            Title = hints.Title,
            Description = function.Description,
            InputSchema = function.JsonSchema,
            OutputSchema = ResultShape.Of(function, revision).Schema,
            Annotations = new ToolAnnotations
            {
                Title = hints.Title,
                ReadOnlyHint = hints.ReadOnlyHint,
                DestructiveHint = hints.DestructiveHint,
                IdempotentHint = hints.IdempotentHint,
                OpenWorldHint = hints.OpenWorldHint,
            },
            Meta = new JsonObject { [SkillKey] = MetaOf(function) },
        };
    }

    private static JsonObject MetaOf(SkillFunction function) => new()
    {
        ["name"] = function.Callable.Skill.Name.Value,
        ["version"] = function.Callable.Skill.Version,
        ["isolation"] = function.Callable.Skill.Isolation.ToString().ToLowerInvariant(),
        ["network"] = function.Callable.Policy.NetworkMode,
    };
}
