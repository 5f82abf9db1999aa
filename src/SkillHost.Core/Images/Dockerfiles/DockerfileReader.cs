using System.Text;

namespace SkillHost.Images.Dockerfiles;

/// <summary>
/// Reads a Dockerfile's lines. The engine is later given what was read here, one instruction a line, never the author's text: so it
/// cannot see an instruction that was not checked.
/// </summary>
internal sealed class DockerfileReader(DockerfileFailures failures)
{
    private const int MaxInstructions = 500;

    // Engines read 65535, with whatever a base's id adds.
    private const int MaxBytes = 65_000;

    private static readonly HashSet<string> Keywords =
    [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL",
        "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ];

    private static readonly HashSet<string> WithFlags = ["ADD", "COPY", "FROM", "HEALTHCHECK", "ONBUILD", "RUN"];

    private readonly List<DockerfileInstruction> _instructions = [];
    private readonly DirectiveReader _directives = new(failures);

    /// <summary>Reads a whole text; what is wrong is added to the failures.</summary>
    public Dockerfile Read(string text)
    {
        string[] lines = [.. text.Split('\n').Select(l => l.EndsWith('\r') ? l[..^1] : l)];
        var joined = new StringBuilder();
        int start = 0;
        for (int at = 0; at < lines.Length; at++)
        {
            string line = lines[at];
            if (!IsPlain(line))
            {
                failures.Add(at + 1, line, "text without control characters and without blanks other than space, tab and line feed");
            }
            else if (line.TrimStart(' ', '\t').StartsWith('#'))
            {
                _directives.ReadComment(at + 1, line.Trim(' ', '\t'));
            }
            else if (line.Trim(' ', '\t').Length > 0)
            {
                start = joined.Length == 0 && start == 0 ? at + 1 : start;
                if (!Join(joined, at + 1, line))
                {
                    start = End(joined, start);
                }
            }
            else
            {
                _directives.End();
            }
        }

        End(joined, start);
        return new Dockerfile(_directives.Escape, _instructions);
    }

    // Appends a line and tells whether the instruction goes on after it.
    private bool Join(StringBuilder joined, int number, string line)
    {
        _directives.End();
        string trimmed = line.TrimEnd(' ', '\t');
        bool goesOn = trimmed.EndsWith(_directives.Escape);
        if (goesOn && trimmed.Length > 1 && trimmed[^2] == _directives.Escape)
        {
            // Engines disagree on whether the instruction goes on here.
            failures.Add(number, line.Trim(), "one escape character at the end of a line that goes on, none at the end of one that ends");
        }

        joined.Append(goesOn ? trimmed[..^1] : line);
        return goesOn;
    }

    // Returns the start of the next instruction: none yet.
    private int End(StringBuilder joined, int start)
    {
        string text = joined.ToString().Trim(' ', '\t');
        joined.Clear();
        if (text.Length > 0 && _instructions.Count == MaxInstructions)
        {
            failures.Add(start, text, $"at most {MaxInstructions} instructions");
        }
        else if (text.Length > 0 && _instructions.Count < MaxInstructions)
        {
            Add(text, start);
        }

        return 0;
    }

    private void Add(string text, int line)
    {
        int blank = text.AsSpan().IndexOfAny(' ', '\t');
        string keyword = (blank < 0 ? text : text[..blank]).ToUpperInvariant();
        string rest = blank < 0 ? "" : text[blank..].Trim(' ', '\t');
        if (!Keywords.Contains(keyword))
        {
            failures.Add(line, text, "an instruction such as RUN or COPY");
        }
        else if (rest.Length == 0)
        {
            failures.Add(line, text, $"something after {keyword}");
        }
        else if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            failures.Add(line, text, $"an instruction of at most {MaxBytes} bytes, its continuations joined");
        }
        else
        {
            List<string> flags = [];
            rest = TakeFlags(rest, flags);
            CheckFlags(text, line, WithFlags.Contains(keyword) || flags.Count == 0, flags);
            _instructions.Add(new DockerfileInstruction(keyword, line, flags, rest));
        }
    }

    // Engines look for flags in front of everything, and cut them at single bytes that some letters have in them.
    private void CheckFlags(string text, int line, bool known, List<string> flags)
    {
        if (!known || !flags.All(f => f.All(char.IsAscii)))
        {
            failures.Add(line, text, known ? "flags of ASCII characters" : "no flags here");
        }
    }

    private static string TakeFlags(string rest, List<string> flags)
    {
        while (rest.StartsWith("--", StringComparison.Ordinal))
        {
            int blank = rest.AsSpan().IndexOfAny(' ', '\t');
            flags.Add(blank < 0 ? rest : rest[..blank]);
            rest = blank < 0 ? "" : rest[blank..].TrimStart(' ', '\t');
        }

        return rest;
    }

    // To engines every blank of Unicode separates words or is cut off a line's ends, so that a path or a flag would be another there.
    private static bool IsPlain(string line) => !line.Any(c => (char.IsControl(c) || char.IsWhiteSpace(c)) && c is not (' ' or '\t'));
}
