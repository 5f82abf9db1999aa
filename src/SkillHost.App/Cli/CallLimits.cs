using System.CommandLine;
using SkillHost.Policies;

namespace SkillHost.App.Cli;

/// <summary>Flags of <c>run</c> that narrow the policy of one call; a wider value is refused by the host.</summary>
internal sealed class CallLimits
{
    private readonly Option<string?> _timeout = new("--timeout") { Description = "Less time, such as 500ms, 5s or 2m", HelpName = "TIME" };
    private readonly Option<string?> _memory = new("--memory") { Description = "Less memory, such as 64m", HelpName = "BYTES" };
    private readonly Option<string?> _cpus = new("--cpus") { Description = "Fewer processors, such as 0.25", HelpName = "NUMBER" };
    private readonly Option<string?> _pids = new("--pids") { Description = "Fewer processes and threads", HelpName = "NUMBER" };
    private readonly Option<string?> _output = new("--output") { Description = "Less output kept, such as 64k", HelpName = "BYTES" };
    private readonly Option<bool> _noNetwork = new("--no-network") { Description = "No network, whatever the policy says" };

    /// <summary>Adds the options to the verb.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_timeout, _memory, _cpus, _pids, _output, _noNetwork])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was given, or null when nothing was.</summary>
    public PolicyNarrowing? Read(ParseResult parse)
    {
        PolicyNarrowing narrowing = new()
        {
            Timeout = parse.GetValue(_timeout) is { } time ? Quantity.ParseTime("--timeout", time) : null,
            MemoryBytes = parse.GetValue(_memory) is { } memory ? Quantity.ParseBytes("--memory", memory) : null,
            Cpus = parse.GetValue(_cpus) is { } cpus ? Quantity.ParseNumber("--cpus", cpus) : null,
            Pids = parse.GetValue(_pids) is { } pids ? Quantity.ParseCount("--pids", pids, 1, int.MaxValue) : null,
            OutputBytes = parse.GetValue(_output) is { } output ? Quantity.ParseBytes("--output", output) : null,
            NoNetwork = parse.GetValue(_noNetwork),
        };
        return narrowing == new PolicyNarrowing() ? null : narrowing;
    }
}
