using System.Text.Json;
using SkillHost.Approvals;
using SkillHost.Functions;
using SkillHost.Skills;

namespace SkillHost.App.Cli.Rendering;

/// <summary>A function as <c>list --json</c> prints it.</summary>
internal sealed record FunctionRow
{
    public required string Function { get; init; }

    public required string Tool { get; init; }

    public required string Skill { get; init; }

    public required string Version { get; init; }

    public required string Description { get; init; }

    public required Limits Limits { get; init; }

    /// <summary>What the operator's rules say of its calls.</summary>
    public required ApprovalDecision Approval { get; init; }

    /// <summary>False where the operator runs it without a container.</summary>
    public required bool Sandboxed { get; init; }

    public required JsonElement InputSchema { get; init; }

    public required JsonElement? OutputSchema { get; init; }

    public required FunctionAnnotations Annotations { get; init; }

    /// <summary>The row of <paramref name="function"/>.</summary>
    public static FunctionRow Of(SkillFunction function) => new()
    {
        Function = function.QualifiedName,
        Tool = function.Name,
        Skill = function.Callable.Skill.Name.Value,
        Version = function.Callable.Skill.Version,
        Description = function.Description,
        Limits = Limits.Of(function.Callable.Policy),
        Approval = function.Approval,
        Sandboxed = !function.Callable.Policy.Unsandboxed,
        InputSchema = function.JsonSchema,
        OutputSchema = function.ReturnJsonSchema,
        Annotations = function.Callable.Function.Annotations,
    };
}
