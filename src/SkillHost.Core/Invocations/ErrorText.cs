using System.Text;
using SkillHost.Policies;

namespace SkillHost.Invocations;

/// <summary>Words failures for an agent: the thing, what was seen, what is wanted. Never a host path, container id or stack.</summary>
internal static class ErrorText
{
    private const int LongestTail = 300;

    /// <summary>The time was up.</summary>
    public static string TimedOut(string name, ResourceLimits limits) =>
        $"{name} was stopped at its limit of {limits.Timeout.TotalSeconds:0.###} s; give it less to do, or ask for more time";

    /// <summary>The kernel killed for want of memory.</summary>
    public static string OutOfMemory(string name, ResourceLimits limits) =>
        $"{name} ran out of memory; its limit is {limits.MemoryBytes >> 20} MiB, of which /tmp may take {limits.TmpBytes >> 20} MiB; "
        + "give it less to do";

    /// <summary>It ended with an exit code or a signal.</summary>
    public static string Failed(string name, RunOutcome outcome)
    {
        string how = outcome.Exit is { Signal: { } signal }
            ? $"was ended by {Signals.Describe(signal)}"
            : $"ended with exit code {outcome.Exit?.ExitCode}, wanted 0";
        string tail = LastLine(outcome.Stderr.Text());
        return tail.Length == 0 ? $"{name} {how}" : $"{name} {how}; its standard error ends with: {tail}";
    }

    /// <summary>The function is not to blame.</summary>
    public static string Unavailable(string name, string reason, string id) =>
        $"{name} could not be run: {reason}; the function is not to blame. Try again, or tell the operator of call {id}";

    /// <summary>The call could not be written down, so nothing was done.</summary>
    public static string NotAudited(string name, string id) =>
        $"{name} was not run: the audit log cannot be written, and no call is made that is not on record. Tell the operator of call {id}";

    /// <summary>The call is over, but could not be written down.</summary>
    public static string Withheld(string name, string id) =>
        $"{name} is over, but its result is withheld: the audit log cannot be written, and no result is given that is not on record. "
        + $"It may have had effects, so do not simply repeat it; tell the operator of call {id}";

    private static string LastLine(string text)
    {
        ReadOnlySpan<char> line = text.AsSpan().TrimEnd();
        line = line[(line.LastIndexOf('\n') + 1)..].Trim();
        StringBuilder shown = new();
        foreach (Rune rune in line.EnumerateRunes())
        {
            shown.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
            if (shown.Length >= LongestTail)
            {
                return shown.Append('…').ToString();
            }
        }

        return shown.ToString();
    }
}
