using SkillHost.App.Cli.Rendering;
using SkillHost.Approvals;
using SkillHost.Policies;
using Spectre.Console;

namespace SkillHost.App.Cli.Planning;

/// <summary>Plans for people.</summary>
internal static class PlanTable
{
    /// <summary>Writes one function's values, each with what it came from and what bounds it.</summary>
    public static void Write(IAnsiConsole console, FunctionPlan plan)
    {
        string kind = plan.Runtime is { } runtime ? $"runtime {runtime}" : "own Dockerfile";
        console.Write(new Text(plan.Function, new Style(decoration: Decoration.Bold)));
        console.WriteLine($"  {SafeText.CleanLine(plan.Version)}, {kind}");
        string[] headings = ["Value", "Holds", "From", "Ceiling", "Set by", .. Changes(plan, "With override"), "Stated"];
        Tables.Write(console, headings, plan.Policy.Select(value => Row(value, plan)));
        if (plan.Approval.Decision != ApprovalDecision.Run)
        {
            string decision = plan.Approval.Decision == ApprovalDecision.Ask ? "asks for approval" : "refuses its calls";
            console.WriteLine($"{ApprovalOptions.Section}, {plan.Approval.Rule}, {decision}: {plan.Approval.Facts}");
        }

        console.WriteLine();
    }

    /// <summary>Says how a value is changed.</summary>
    public static void WriteHint(IAnsiConsole console, FunctionPlan plan)
    {
        console.WriteLine($"Ceilings marked * are this skill's own. The operator sets a value with {Prefix(plan)}<SET BY>;");
        console.WriteLine("'--override KEY=VALUE' shows what that would change. docs/policies.md has every key.");
    }

    private static string Prefix(FunctionPlan plan) => $"{PolicyOptions.Section}:Skills:{plan.Skill}:";

    private static string[] Row(PolicyValue value, FunctionPlan plan) =>
    [
        value.Name,
        value.Value,
        value.Origin,
        Ceiling(value),
        value.Key?[Prefix(plan).Length..] ?? "-",
        .. Changes(plan, Changed(value, plan)),
        string.Join(", ", value.Stated.Select(s => $"{s.Origin} {s.Value}")),
    ];

    private static string[] Changes(FunctionPlan plan, string cell) => plan.Changed is null ? [] : [cell];

    private static string Changed(PolicyValue value, FunctionPlan plan) =>
        plan.Changed?.FirstOrDefault(c => c.Name == value.Name) is not { } changed ? "same"
        : changed.Value != value.Value ? $"{changed.Value} ({changed.Origin})"
        : $"same, ceiling {Ceiling(changed)}";

    private static string Ceiling(PolicyValue value) => value.Ceiling is { } ceiling ? ceiling + (value.HasOwnCeiling ? "*" : "") : "-";
}
