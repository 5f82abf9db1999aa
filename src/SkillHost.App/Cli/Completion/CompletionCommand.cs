using System.CommandLine;

namespace SkillHost.App.Cli.Completion;

/// <summary><c>skillhost completion</c>: prints what makes a shell complete this program's command lines.</summary>
internal sealed class CompletionCommand : CliCommand
{
    // A shell that is given no candidates completes names of files.
    private const string Bash = """
        _skillhost() {
          local IFS=$'\n'
          COMPREPLY=($("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
        }
        complete -o default -F _skillhost skillhost ./skillhost
        """;

    private const string Zsh = """
        #compdef skillhost
        _skillhost() {
          local -a candidates
          candidates=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
          if [[ -n ${candidates[1]} ]]; then compadd -a candidates; else _files; fi
        }
        compdef _skillhost skillhost ./skillhost
        """;

    private const string Fish = """
        complete -c skillhost -a '(set -l words (commandline -opc) (commandline -ct); $words[1] complete -- $words[2..] 2>/dev/null)'
        """;

    private readonly Argument<string> _shell = new("shell") { Description = "The shell" };

    public CompletionCommand(Terminal terminal, GlobalOptions options)
        : base("completion", "Print a script that makes a shell complete commands, flags, skills and functions", terminal, options)
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Arguments.Add(_shell);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "skillhost completion bash >> ~/.bashrc",
        "skillhost completion zsh >> ~/.zshrc",
        "skillhost completion fish > ~/.config/fish/completions/skillhost.fish",
    ];

    protected override Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        Terminal.Out.WriteLine(parse.GetRequiredValue(_shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
        return Task.FromResult(ExitCodes.Ok);
    }
}
