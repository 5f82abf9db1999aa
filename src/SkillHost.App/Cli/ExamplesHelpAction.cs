using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SkillHost.App.Cli;

/// <summary>The usual help, then the verb's examples.</summary>
internal sealed class ExamplesHelpAction(HelpAction inner) : SynchronousCommandLineAction
{
    private static readonly string[] General = ["skillhost demo", "skillhost list", "skillhost run csv-summary.summarise --help"];

    public override int Invoke(ParseResult parseResult)
    {
        int code = inner.Invoke(parseResult);
        Command verb = parseResult.CommandResult.Command;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in ExamplesOf(verb))
        {
            output.WriteLine($"  {example}");
        }

        if (verb is RootCommand)
        {
            output.WriteLine();
            output.WriteLine(
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
