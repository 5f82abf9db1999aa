using System.Text;
using Spectre.Console;

namespace SkillHost.App.Cli;

/// <summary>The program's three standard streams, and how much each can show.</summary>
internal sealed class Terminal
{
    /// <summary>Columns of text that goes to a file or a pipe: enough that no table is folded.</summary>
    private const int PlainWidth = 4096;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private Terminal(bool outputIsRich, bool errorIsRich)
    {
        Out = Writer(Console.OpenStandardOutput());
        Error = Writer(Console.OpenStandardError());
        OutConsole = CreateConsole(Out, outputIsRich);
        ErrorConsole = CreateConsole(Error, errorIsRich);
        ErrorIsLive = errorIsRich;
    }

    /// <summary>Standard output as text.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error as text.</summary>
    public TextWriter Error { get; }

    /// <summary>Tables and colours on standard output; plain text where that is no terminal.</summary>
    public IAnsiConsole OutConsole { get; }

    /// <summary>Tables, colours and progress on standard error; plain text where that is no terminal.</summary>
    public IAnsiConsole ErrorConsole { get; }

    /// <summary>A console whose text goes nowhere.</summary>
    public IAnsiConsole Silent { get; } = CreateConsole(TextWriter.Null, rich: false);

    /// <summary>Whether standard output is looked at by a person.</summary>
    public bool OutputIsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Whether standard input is typed by a person.</summary>
    public bool InputIsTerminal { get; } = !Console.IsInputRedirected;

    /// <summary>Whether standard error is looked at by a person.</summary>
    public bool ErrorIsTerminal { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether progress may be drawn on standard error.</summary>
    public bool ErrorIsLive { get; }

    /// <summary>This process's streams. Colour and progress need a terminal, and neither <c>NO_COLOR</c> nor <c>TERM=dumb</c>.</summary>
    public static Terminal OfProcess()
    {
#pragma warning disable RS0030 // Here and nowhere else: whether a terminal takes colours is said by the environment.
        bool wanted = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
#pragma warning restore RS0030
        Terminal terminal = new(wanted && !Console.IsOutputRedirected, wanted && !Console.IsErrorRedirected);
        // Results go to the stream above. Whatever else writes to the console, such as a sink of the log, cannot mix with them.
        Console.SetOut(terminal.Error);
        return terminal;
    }

    /// <summary>Standard input as bytes.</summary>
    public static Stream OpenInput() => Console.OpenStandardInput();

    /// <summary>Standard output as bytes, for a verb that has it to itself.</summary>
    public static Stream OpenOutput() => Console.OpenStandardOutput();

    private static StreamWriter Writer(Stream stream) => new(stream, Utf8) { AutoFlush = true, NewLine = "\n" };

    private static IAnsiConsole CreateConsole(TextWriter writer, bool rich)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = rich ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = rich ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = rich ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!rich)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
