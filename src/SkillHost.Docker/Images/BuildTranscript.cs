using System.Text;

namespace SkillHost.Docker.Images;

/// <summary>The output of a build: passed on line by line, its end kept for the case that the build fails.</summary>
internal sealed class BuildTranscript(IProgress<string> progress)
{
    private const int KeptLines = 40;
    private const int LongestLine = 4096;
    private const string StartMark = " ---> Running in ";

    private readonly Queue<string> _tail = new();
    private readonly HashSet<string> _containers = new(StringComparer.Ordinal);
    private readonly StringBuilder _line = new();
    private Escape _escape;

    /// <summary>The last lines, at most 40.</summary>
    public IReadOnlyList<string> Tail => [.. _tail];

    /// <summary>
    /// Short ids of containers the build seems to have run. A step can print such a line as well, so they are good for asking about,
    /// never for acting on.
    /// </summary>
    public IReadOnlyCollection<string> Containers => _containers;

    /// <summary>Takes a piece of output, cut anywhere. Control characters stay out: the text ends on somebody's terminal.</summary>
    public void Append(string piece)
    {
        foreach (var c in piece)
        {
            if (c == '\n' || _line.Length == LongestLine)
            {
                Complete();
            }

            if (!IsControl(c))
            {
                _line.Append(c);
            }
        }
    }

    /// <summary>Passes on what is left without an end of line.</summary>
    public void End()
    {
        if (_line.Length > 0)
        {
            Complete();
        }
    }

    // The engine itself colours what a step writes to standard error.
    private bool IsControl(char c)
    {
        var before = _escape;
        _escape = (before, c) switch
        {
            (_, '\x1b') => Escape.Begun,
            (Escape.Begun, '[') => Escape.Sequence,
            (Escape.Sequence, < '@' or > '~') => Escape.Sequence,
            _ => Escape.None,
        };
        return before != Escape.None || _escape != Escape.None || (char.IsControl(c) && c != '\t');
    }

    private void Complete()
    {
        var line = _line.ToString();
        _line.Clear();
        Remember(line);
        if (line.Length > 0)
        {
            progress.Report(line);
        }
    }

    private void Remember(string line)
    {
        _tail.Enqueue(line);
        if (_tail.Count > KeptLines)
        {
            _tail.Dequeue();
        }

        if (line.StartsWith(StartMark, StringComparison.Ordinal) && _containers.Count < KeptLines
            && line[StartMark.Length..] is { Length: 12 } id && id.All(char.IsAsciiHexDigitLower))
        {
            _containers.Add(id);
        }
    }

    private enum Escape
    {
        None,
        Begun,
        Sequence,
    }
}
