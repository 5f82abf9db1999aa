using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Microsoft.Extensions.Options;
using SkillHost.App.Cli.Audit;
using SkillHost.App.Cli.Completion;
using SkillHost.Containers;

namespace SkillHost.App.Cli;

/// <summary>The program's verbs, and the one place where a failure becomes a message and an exit code.</summary>
internal sealed class CommandLine(Terminal terminal)
{
    /// <summary>How words are read: <c>@file.json</c> belongs to the verbs, so the parser must not expand it as a response file.</summary>
    public static ParserConfiguration Parser { get; } = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Parses and runs <paramref name="args"/>; gives the exit code.</summary>
    public async Task<int> RunAsync(string[] args)
    {
        ParseResult parse = CreateRoot().Parse(args, Parser);
        if (parse.Action is ParseErrorAction)
        {
            return SayAll(Refusal.Messages(parse), ExitCodes.Usage);
        }

        using Interruption interruption = new();
        try
        {
            int code = await parse.InvokeAsync(Invocation(), interruption.Token);
            return code == ExitCodes.Interrupted ? interruption.ExitCode : code;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return Say("stopped", interruption.ExitCode);
        }
        catch (Exception exception)
        {
            return Explain(exception);
        }
    }

    private InvocationConfiguration Invocation() => new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
        Output = terminal.Out,
        Error = terminal.Error,
    };

    private RootCommand CreateRoot()
    {
        GlobalOptions options = new();
        RootCommand root = new("Turns skill folders into functions for agents; every call runs in its own locked-down container.");
        options.AddTo(root);
        root.Subcommands.Add(new DemoCommand(terminal, options));
        root.Subcommands.Add(new ListCommand(terminal, options));
        root.Subcommands.Add(new NewCommand(terminal, options));
        root.Subcommands.Add(new ValidateCommand(terminal, options));
        root.Subcommands.Add(new PlanCommand(terminal, options));
        root.Subcommands.Add(new ApproveCommand(terminal, options));
        root.Subcommands.Add(new BuildCommand(terminal, options));
        root.Subcommands.Add(new RunCommand(terminal, options));
        root.Subcommands.Add(new ServeCommand(terminal, options));
        root.Subcommands.Add(new McpCommand(terminal, options));
        root.Subcommands.Add(new BenchCommand(terminal, options));
        root.Subcommands.Add(new LogsCommand(terminal, options));
        root.Subcommands.Add(new AuditCommand(terminal, options));
        root.Subcommands.Add(new PsCommand(terminal, options));
        root.Subcommands.Add(new StatsCommand(terminal, options));
        root.Subcommands.Add(new ImagesCommand(terminal, options));
        root.Subcommands.Add(new DfCommand(terminal, options));
        root.Subcommands.Add(new GcCommand(terminal, options));
        root.Subcommands.Add(new DoctorCommand(terminal, options));
        root.Subcommands.Add(new CompletionCommand(terminal, options));
        root.Subcommands.Add(new CompleteCommand(terminal, options, () => root));
        root.Subcommands.Add(new VersionCommand(terminal, options));
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        if (help.Action is HelpAction action)
        {
            ExamplesHelpAction withExamples = new(action);
            help.Action = withExamples;
            root.SetAction(withExamples.InvokeAsync);
        }

        return root;
    }

    private int Explain(Exception exception) => exception switch
    {
        UsageException => Say(exception.Message, ExitCodes.Usage),
        OptionsValidationException invalid => SayAll(invalid.Failures, ExitCodes.Usage),
        AggregateException { InnerExceptions: var all } when all.All(e => e is OptionsValidationException) =>
            SayAll(all.Cast<OptionsValidationException>().SelectMany(e => e.Failures).Distinct(), ExitCodes.Usage),
        EngineException => Say(exception.Message, ExitCodes.Unavailable),
        DirectoryNotFoundException or FileNotFoundException or UnauthorizedAccessException => Say(exception.Message, ExitCodes.Usage),
        _ => Say($"this is a defect, please report it: {exception}", ExitCodes.Defect),
    };

    private int SayAll(IEnumerable<string> messages, int code)
    {
        foreach (string message in messages.Distinct())
        {
            Say(message, code);
        }

        return code;
    }

    private int Say(string message, int code)
    {
        terminal.Error.WriteLine($"skillhost: {message}");
        return code;
    }
}
