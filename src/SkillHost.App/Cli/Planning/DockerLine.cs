using SkillHost.Containers;
using SkillHost.Docker;
using SkillHost.Functions;
using SkillHost.Images;
using SkillHost.Invocations;

namespace SkillHost.App.Cli.Planning;

/// <summary>A function's container as a command line for a shell.</summary>
internal sealed record DockerLine
{
    /// <summary>What the command line cannot say.</summary>
    public const string Differences =
        "\nThe function's own process is process 1 here; its arguments are its first example. docker has no option for three\n"
        + "things that calls have besides: the time limit (processor time is bounded), the limit on output, more hidden kernel files.";

    private const int Width = 110;

    public required string Function { get; init; }

    /// <summary>What goes to standard input: the first example of the manifest, or an empty object.</summary>
    public required string Input { get; init; }

    /// <summary>The words, <c>docker</c> first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Command line for a POSIX shell, over several lines.</summary>
    public required string Text { get; init; }

    /// <summary>The line for <paramref name="function"/> on <paramref name="image"/>.</summary>
    public static DockerLine Of(SkillFunction function, SkillImage image, EngineInfo engine)
    {
        ContainerSpec spec = StandaloneCall.Make(function.Callable, image);
        string input = CallArguments.ExampleOf(function);
        string[] arguments = ["docker", .. DockerRunLine.Write(spec, engine)];
        return new DockerLine
        {
            Function = function.QualifiedName,
            Input = input,
            Arguments = arguments,
            Text = Fold(["printf", "%s", input], "|", arguments),
        };
    }

    private static string Fold(string[] first, string separator, string[] second)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in (string[])[.. first.Select(Quote), separator, .. second.Select(Quote)])
        {
            if (line.Length > 0 && line.Length + word.Length + 1 > Width)
            {
                lines.Add(line);
                line = " ";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        return string.Join(" \\\n", [.. lines, line]);
    }

    /// <summary>A word as shells take it literally.</summary>
    private static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "%+,-./:=@_".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
