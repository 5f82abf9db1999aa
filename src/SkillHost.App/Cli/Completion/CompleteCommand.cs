using System.CommandLine;
using Microsoft.Extensions.Options;
using SkillHost.App.Cli.Setup;
using SkillHost.Containers;
using SkillHost.Functions;
using SkillHost.Hosting;

namespace SkillHost.App.Cli.Completion;

/// <summary>
/// <c>skillhost complete -- WORDS</c>: what the last of a command line's words may become, one candidate a line. For shells; it never
/// fails and never speaks of mistakes.
/// </summary>
internal sealed class CompleteCommand : CliCommand
{
    private readonly Argument<string[]> _words = new("words") { Description = "The words so far", Arity = ArgumentArity.ZeroOrMore };
    private readonly Func<RootCommand> _root;
    private readonly GlobalOptions _options;

    public CompleteCommand(Terminal terminal, GlobalOptions options, Func<RootCommand> root)
        : base("complete", "Complete a command line", terminal, options)
    {
        (_root, _options) = (root, options);
        Hidden = true;
        Arguments.Add(_words);
    }

    public override IReadOnlyList<string> Examples => ["skillhost complete -- run csv-"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        string[] words = parse.GetValue(_words) is { Length: > 0 } given ? given : [""];
        ParseResult line = _root().Parse(words[..^1], CommandLine.Parser);
        SkillCatalog catalog = await LoadAsync(line, cancellationToken);
        _options.Names.Read(catalog);
        string text = string.Join(' ', words.Select(Quote));
        string[] candidates = [.. _root().Parse(text, CommandLine.Parser).GetCompletions(text.Length)
            .Select(item => item.InsertText ?? item.Label)
            .Concat(FlagsOf(line, catalog))
            .Where(word => word.StartsWith(words[^1], StringComparison.Ordinal) && !IsNoise(word))
            .Distinct()];
        bool namesOnly = words[^1].Length == 0 && candidates.Any(word => !word.StartsWith('-'));
        foreach (string candidate in candidates.Where(word => !namesOnly || !word.StartsWith('-')))
        {
            await Terminal.Out.WriteLineAsync(candidate);
        }

        return ExitCodes.Ok;
    }

    /// <summary>Nothing is known where the configuration or the folder is wrong; the verb itself will say so.</summary>
    private async Task<SkillCatalog> LoadAsync(ParseResult line, CancellationToken cancellationToken)
    {
        try
        {
            await using Session session = OpenSession(line);
            return await session.SkillHost.LoadAsync(cancellationToken);
        }
        catch (Exception e) when (
            e is UsageException or OptionsValidationException or AggregateException or EngineException or IOException
                or UnauthorizedAccessException or InvalidDataException or FormatException)
        {
            return SkillCatalog.Empty;
        }
    }

    /// <summary>Flags that stand for a function's arguments.</summary>
    private static IEnumerable<string> FlagsOf(ParseResult line, SkillCatalog catalog)
    {
        Command command = line.CommandResult.Command;
        string? name = command is RunCommand && line.CommandResult.Tokens is [var first, ..] ? first.Value : null;
        return name is not null && catalog.Find(name) is SkillFunction function
            ? CallArguments.FlagsOf(command, function).All.SelectMany(flag => flag.Names.Take(1)).Select(flag => $"--{flag}")
            : [];
    }

    // Spellings that nobody needs to be offered.
    private static bool IsNoise(string word) => word is "/?" or "/h" or "-?" or "-h" || word.StartsWith('[');

    private static string Quote(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;
}
