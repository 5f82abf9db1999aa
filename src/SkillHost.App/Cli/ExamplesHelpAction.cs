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
        CliCommand? verb = parseResult.CommandResult.Command as CliCommand;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        IReadOnlyList<string> more = verb is null ? [] : await verb.MoreHelpAsync(parseResult, cancellationToken);
        foreach (string line in more)
        {
            await output.WriteLineAsync(line);
        }

        await output.WriteLineAsync(more.Count > 0 ? "\nExamples:" : "Examples:");
        foreach (string example in verb?.Examples ?? ExamplesOf(parseResult.CommandResult.Command))
        {
            await output.WriteLineAsync($"  {example}");
        }

        if (parseResult.CommandResult.Command is RootCommand)
        {
            await output.WriteLineAsync();
            await output.WriteLineAsync(
                "Exit codes: 0 done; 1 something is wrong with a skill; 2 wrong usage; 3 no engine; "
                + "10 to 16 how a call ended; 130 stopped.");
        }

        return code;
    }

    /// <summary>A group of verbs, such as <c>audit</c>, has the examples of its verbs.</summary>
    private static IEnumerable<string> ExamplesOf(Command command) =>
        command is RootCommand ? General : command.Subcommands.OfType<CliCommand>().SelectMany(verb => verb.Examples);
}
