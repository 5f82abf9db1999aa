using SkillHost.Approvals;
using SkillHost.Functions;
using SkillHost.Policies;
using Spectre.Console;

namespace SkillHost.App.Cli.Rendering;

/// <summary>Functions for people.</summary>
internal static class FunctionTable
{
    /// <summary>Writes one row per function, or a sentence when there is none.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<SkillFunction> functions)
    {
        if (functions.Count == 0)
        {
            console.WriteLine("No functions.");
            return;
        }

        bool rules = functions.Any(f => f.Approval != ApprovalDecision.Run);
        string[] headings = ["Function", "Timeout", "Memory", "Cpus", "Pids", "Network", .. Only(rules, "Approval"), "Description"];
        Tables.Write(console, headings, functions.Select(function => Row(function, rules)));
    }

    private static string[] Only(bool rules, string cell) => rules ? [cell] : [];

    private static string[] Row(SkillFunction function, bool rules)
    {
        ResourceLimits limits = function.Callable.Policy.Limits;
        return
        [
            function.QualifiedName,
            Amount.Time(limits.Timeout),
            Amount.Bytes(limits.MemoryBytes),
            Amount.Cpus(limits.Cpus),
            Amount.Cpus(limits.Pids),
            function.Callable.Policy.Unsandboxed ? "UNSANDBOXED" : function.Callable.Policy.NetworkMode,
            .. Only(rules, function.Approval.ToString().ToLowerInvariant()),
            FirstSentence(function.Description),
        ];
    }

    /// <summary>The beginning of a description up to its first full stop or colon; <c>--json</c> has all of it.</summary>
    private static string FirstSentence(string description)
    {
        string[] ends = [". ", ": ", "; ", "\n"];
        int end = ends.Select(e => description.IndexOf(e, StringComparison.Ordinal))
            .Where(at => at > 0)
            .DefaultIfEmpty(description.Length)
            .Min();
        return description[..end].TrimEnd('.');
    }
}
