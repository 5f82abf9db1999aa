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

        Table table = Tables.Create("Function", "Timeout", "Memory", "Cpus", "Pids", "Network", "Description");
        foreach (SkillFunction function in functions)
        {
            ResourceLimits limits = function.Callable.Policy.Limits;
            table.AddText(
                function.QualifiedName,
                Amount.Time(limits.Timeout),
                Amount.Bytes(limits.MemoryBytes),
                Amount.Cpus(limits.Cpus),
                limits.Pids.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Limits.NetworkName(function.Callable.Policy.Network),
                function.Description);
        }

        console.Write(table);
    }
}
