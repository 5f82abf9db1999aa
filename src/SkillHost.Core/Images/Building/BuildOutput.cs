using System.Text.RegularExpressions;

namespace SkillHost.Images.Building;

/// <summary>Passes a build's lines on without control characters, keeps the last ones, and notes which images the steps left.</summary>
internal sealed partial class BuildOutput(string subject, IProgress<ImageBuildProgress> progress) : IProgress<string>
{
    private const int TailLines = 40;
    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new();
    private readonly List<string> _stageEnds = [];
    private string? _last;
    private bool _skipNext;

    /// <summary>The last lines.</summary>
    public IReadOnlyList<string> Tail
    {
        get
        {
            lock (_gate)
            {
                return [.. _tail];
            }
        }
    }

    /// <summary>Short ids of the last images of this build's own stages: nothing may refer to them.</summary>
    public IReadOnlyList<string> Loose
    {
        get
        {
            lock (_gate)
            {
                return _last == null ? [.. _stageEnds] : [.. _stageEnds, _last];
            }
        }
    }

    /// <inheritdoc />
    public void Report(string value)
    {
        foreach (string part in value.Split('\n', '\r'))
        {
            string line = SafeText.Line(part);
            if (line.Length > 0)
            {
                Note(line);
                progress.Report(new ImageBuildProgress(subject, line));
            }
        }
    }

    private void Note(string line)
    {
        lock (_gate)
        {
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }

            Match id = Made().Match(line);
            if (id.Success)
            {
                // A base's own id follows FROM, and another build's follows "Using cache": neither is ours to remove.
                _last = _skipNext ? null : id.Groups[1].Value;
                _skipNext = false;
            }
            else if (line.Contains("---> Using cache", StringComparison.Ordinal))
            {
                _skipNext = true;
            }
            else if (From().IsMatch(line))
            {
                EndStage();
            }
        }
    }

    private void EndStage()
    {
        if (_last != null)
        {
            _stageEnds.Add(_last);
        }

        _last = null;
        _skipNext = true;
    }

    // The lines of the engine's own builder. A step may print their like: an image so named is removed only if nothing has a name for it.
    [GeneratedRegex(@"^\s*---> ([0-9a-f]{12})$")]
    private static partial Regex Made();

    [GeneratedRegex(@"^Step [0-9]+/[0-9]+ : FROM ")]
    private static partial Regex From();
}
