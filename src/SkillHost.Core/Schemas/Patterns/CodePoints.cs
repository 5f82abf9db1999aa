namespace SkillHost.Schemas.Patterns;

/// <summary>A set of Unicode code points, as ranges that may overlap until they are normalised.</summary>
internal sealed class CodePoints
{
    /// <summary>The last code point.</summary>
    public const int Last = 0x10FFFF;

    private readonly List<(int From, int To)> _ranges = [];

    /// <summary>Adds a range, both ends included.</summary>
    public CodePoints Add(int from, int to)
    {
        _ranges.Add((from, to));
        return this;
    }

    /// <summary>Adds every member of <paramref name="other"/>.</summary>
    public CodePoints Add(CodePoints other)
    {
        _ranges.AddRange(other._ranges);
        return this;
    }

    /// <summary>Every code point that is not a member.</summary>
    public CodePoints Inverted()
    {
        CodePoints inverted = new();
        int next = 0;
        foreach ((int from, int to) in Normalised())
        {
            if (from > next)
            {
                inverted.Add(next, from - 1);
            }

            next = to + 1;
        }

        return next <= Last ? inverted.Add(next, Last) : inverted;
    }

    /// <summary>The members between <paramref name="low"/> and <paramref name="high"/>, in order and joined where they touch.</summary>
    public IReadOnlyList<(int From, int To)> Within(int low, int high) =>
        [.. Normalised().Where(r => r.To >= low && r.From <= high).Select(r => (Math.Max(r.From, low), Math.Min(r.To, high)))];

    private List<(int From, int To)> Normalised()
    {
        List<(int From, int To)> joined = [];
        foreach ((int from, int to) in _ranges.Order())
        {
            if (joined.Count > 0 && from <= joined[^1].To + 1)
            {
                joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, to));
                continue;
            }

            joined.Add((from, to));
        }

        return joined;
    }
}
