using System.Diagnostics;
using System.Globalization;

namespace SkillHost.Bench;

/// <summary>
/// How long lines were under way that each hold the time of their writing, in nanoseconds of the machine's monotonic clock, which
/// containers share.
/// </summary>
internal sealed class Lines(string name)
{
    private string _rest = "";
    private bool _first;

    public string Name { get; } = name;

    public Samples First { get; } = new($"{name}: first line", "ms");

    public Samples Later { get; } = new($"{name}: later lines", "ms");

    /// <summary>The next line is a call's first.</summary>
    public void Begin() => (_rest, _first) = ("", true);

    /// <summary>Takes what has just arrived.</summary>
    public void Take(string text, bool keep)
    {
        double now = Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
        string[] lines = (_rest + text).Split('\n');
        _rest = lines[^1];
        foreach (string line in lines[..^1])
        {
            double late = (now - double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)) / 1e6;
            if (keep)
            {
                (_first ? First : Later).Add(late);
            }

            _first = false;
        }
    }
}
