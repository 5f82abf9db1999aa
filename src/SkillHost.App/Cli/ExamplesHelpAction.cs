using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SkillHost.App.Cli;

/// <summary>The usual help, then the verb's examples.</summary>
internal sealed class ExamplesHelpAction(HelpAction inner) : AsynchronousCommandLineAction
{
    private static readonly string[] General = ["skillhost demo", "skillhost list", "skillhost run csv-summary.summarise --help"];

    public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
    {
        // Otherwise the help would speak of arguments that are passed on to another program.
        parseResult.CommandResult.Command.TreatUnmatchedTokensAsErrors = true;
        int code = inner.Invoke(parseResult);
        Command verb = parseResult.CommandResult.Command;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        IReadOnlyList<string> more = verb is CliCommand one ? await one.MoreHelpAsync(parseResult, cancellationToken) : [];
        foreach (string line in more)
        {
            await output.WriteLineAsync(line);
        }

        await output.WriteLineAsync(more.Count > 0 ? "\nExamples:" : "Examples:");
        foreach (string example in ExamplesOf(verb))
        {
            await output.WriteLineAsync($"  {example}");
        }

        if (verb is RootCommand)
        {
            await output.WriteLineAsync();
            await output.WriteLineAsync(
                "Exit codes: 0 done; 1 something is wrong with a skill; 2 wrong usage; 3 no engine; "
                + "10 to 16 how a call ended; 130 stopped.");
        }

        return code;
    }

    private static IEnumerable<string> ExamplesOf(Command verb) => verb switch
    {
        CliCommand one => one.Examples,
        RootCommand => General,
        _ => verb.Subcommands.OfType<CliCommand>().SelectMany(inner => inner.Examples),
    };
}
