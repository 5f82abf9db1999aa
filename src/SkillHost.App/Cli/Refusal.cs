using System.CommandLine;
using System.CommandLine.Parsing;

namespace SkillHost.App.Cli;

/// <summary>What is wrong with a command line that could not be parsed.</summary>
internal static class Refusal
{
    /// <summary>One message per mistake, then where to look.</summary>
    public static IEnumerable<string> Messages(ParseResult parse)
    {
        Command command = parse.CommandResult.Command;
        bool isRoot = command is RootCommand;
        string? option = Misspelt(parse);
        if (option is not null)
        {
            yield return Suggestion.For("option", option, Options(parse.CommandResult));
        }
        else if (isRoot && parse.UnmatchedTokens is [{ } word, ..])
        {
            yield return Suggestion.For("command", word, command.Subcommands.Select(c => c.Name));
        }
        else
        {
            foreach (string message in parse.Errors.Select(e => e.Message).Distinct())
            {
                yield return message;
            }
        }

        yield return $"see skillhost {(isRoot ? "" : PathOf(parse.CommandResult) + " ")}--help";
    }

    /// <summary>A verb with those above it, such as <c>audit show</c>.</summary>
    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult { Command: not RootCommand } parent
            ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;

    /// <summary>Keeps a misspelt option from being taken for a name, as the parser would.</summary>
    public static Argument<T> OfOptions<T>(Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(t => t.Value.StartsWith('-')))
            {
                result.AddError(token.Value);
            }
        });
        return argument;
    }

    /// <summary>The first word that looks like an option and is none; what follows it is no mistake of its own.</summary>
    private static string? Misspelt(ParseResult parse) => parse.Errors
        .Select(e => (e.SymbolResult as ArgumentResult)?.Tokens.FirstOrDefault(t => t.Value.StartsWith('-'))?.Value)
        .Concat(parse.UnmatchedTokens.Where(t => t.StartsWith('-')))
        .FirstOrDefault(word => word is not null);

    private static IEnumerable<string> Options(SymbolResult? result)
    {
        for (; result is CommandResult command; result = result.Parent)
        {
            foreach (Option option in command.Command.Options)
            {
                yield return option.Name;
            }
        }
    }
}
