using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SkillHost.Schemas.Patterns;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary>One walk of a value along a schema: where it is, what it found, and how much it may still do.</summary>
internal sealed class Evaluation(long budget, int limit)
{
    private const int MaxDepth = 2048;
    private const int CharactersPerStep = 16;
    private static readonly TimeSpan MaxMatching = TimeSpan.FromSeconds(1);
    private readonly List<PathToken> _path = [];
    private readonly List<DynamicScope> _scopes = [];
    private List<Miss>? _misses = limit > 0 ? [] : null;
    private long _budget = budget;
    private int _depth;
    private TimeSpan _matching;

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Miss> Misses => _misses ?? [];

    /// <summary>Whether anyone reads the misses.</summary>
    public bool Reporting => _misses is not null;

    /// <summary>Whether to look on after a miss.</summary>
    public bool Continues => _misses is not null && _misses.Count < limit && Stopped is null;

    /// <summary>Why the walk was given up, or null. A walk that was given up is never valid.</summary>
    public string? Stopped { get; private set; }

    /// <summary>JSON Pointer of the value looked at.</summary>
    public string Path => string.Concat(_path.Select(t => $"/{t}"));

    /// <summary>Number of tokens in <see cref="Path"/>.</summary>
    public int Depth => _path.Count;

    /// <summary>Begins a schema; false when it must not be entered.</summary>
    public bool Enter(DynamicScope? scope)
    {
        if (!Spend(1))
        {
            return false;
        }

        if (_depth >= MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Stop("could not be checked: the value, or the schema's references to itself, go too deep");
            return false;
        }

        _depth++;
        if (scope is not null)
        {
            _scopes.Add(scope);
        }

        return true;
    }

    /// <summary>Ends a schema that <see cref="Enter"/> let in.</summary>
    public void Leave(DynamicScope? scope)
    {
        _depth--;
        if (scope is not null)
        {
            _scopes.RemoveAt(_scopes.Count - 1);
        }
    }

    /// <summary>Takes <paramref name="steps"/> off what the walk may do; false when nothing is left.</summary>
    public bool Spend(long steps)
    {
        _budget -= steps;
        if (_budget < 0)
        {
            Stop("could not be checked: the schema asks for too many steps for a value of this size");
        }

        return Stopped is null;
    }

    /// <summary>Gives the walk up.</summary>
    public void Stop(string reason) => Stopped ??= reason;

    /// <summary>Whether <paramref name="text"/> matches; a match that takes too long gives the walk up.</summary>
    public bool Matches(SafePattern pattern, string text)
    {
        if (!Spend(1 + (text.Length / CharactersPerStep)))
        {
            return false;
        }

        // The steps bound what is linear; the clock of a busy machine must not.
        if (pattern.IsLinear)
        {
            return pattern.Matches(text) is true;
        }

        long start = Stopwatch.GetTimestamp();
        bool? matches = pattern.Matches(text);
        _matching += Stopwatch.GetElapsedTime(start);
        if (matches is null || _matching > MaxMatching)
        {
            Stop($"could not be checked: matching the pattern {Quote.Text(pattern.Source)} takes too long");
        }

        return matches is true;
    }

    /// <summary>Checks a part of the current value.</summary>
    public bool Part(SchemaNode node, JsonElement part, PathToken token)
    {
        if (!Reporting)
        {
            return node.Holds(part, this, null);
        }

        _path.Add(token);
        bool holds = node.Holds(part, this, null);
        _path.RemoveAt(_path.Count - 1);
        return holds;
    }

    /// <summary>Whether a schema holds, without reporting why not.</summary>
    public bool Silently(SchemaNode node, JsonElement value, Marks? marks)
    {
        List<Miss>? outer = _misses;
        _misses = null;
        bool holds = node.Holds(value, this, marks);
        _misses = outer;
        return holds;
    }

    /// <summary>Whether a schema holds, with its misses set apart.</summary>
    public bool Apart(SchemaNode node, JsonElement value, Marks? marks, out IReadOnlyList<Miss> misses)
    {
        List<Miss>? outer = _misses;
        List<Miss> inner = [];
        _misses = inner;
        bool holds = node.Holds(value, this, marks);
        _misses = outer;
        misses = inner;
        return holds;
    }

    /// <summary>Reports a miss of the current value. Always false.</summary>
    public bool Report(string keyword, string message, IReadOnlyList<string>? wanted = null, string got = "")
    {
        if (Continues)
        {
            _misses!.Add(new Miss(Path, _path.Count, keyword, message) { Wanted = wanted ?? [], Got = got });
        }

        return false;
    }

    /// <summary>The outermost schema with the dynamic <paramref name="anchor"/>, else <paramref name="otherwise"/>.</summary>
    public SchemaNode Resolve(string anchor, SchemaNode otherwise)
    {
        foreach (DynamicScope scope in _scopes)
        {
            if (scope.Anchors.TryGetValue(anchor, out SchemaNode? node))
            {
                return node;
            }
        }

        return otherwise;
    }
}
