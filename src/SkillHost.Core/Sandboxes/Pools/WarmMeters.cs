using System.Diagnostics.Metrics;
using SkillHost.Skills;

namespace SkillHost.Sandboxes.Pools;

/// <summary>Figures of the pools, on the meter <c>SkillHost</c>, by skill.</summary>
internal sealed class WarmMeters : IDisposable
{
    private const string Tag = "skill";
    private readonly Meter _meter = new("SkillHost");
    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _refill;

    /// <summary>Makes the instruments.</summary>
    public WarmMeters(WarmStock stock)
    {
        _hits = _meter.CreateCounter<long>("skillhost.warm.hits", "{call}", "Calls that found a waiting container");
        _misses = _meter.CreateCounter<long>("skillhost.warm.misses", "{call}", "Calls that might have and did not");
        _failures = _meter.CreateCounter<long>("skillhost.warm.failures", "{container}", "Containers that could not be started to wait");
        _refill = _meter.CreateHistogram<double>("skillhost.warm.refill.duration", "s", "Time to start a container that then waits");
        _meter.CreateObservableUpDownCounter(
            "skillhost.warm.waiting",
            () => stock.Waiting.Select(skill => new Measurement<int>(skill.Value, new KeyValuePair<string, object?>(Tag, skill.Key.Value))),
            "{container}", "Containers that wait for a call");
    }

    /// <summary>A call came.</summary>
    public void Took(SkillName skill, bool hit) => (hit ? _hits : _misses).Add(1, new KeyValuePair<string, object?>(Tag, skill.Value));

    /// <summary>A container was started, or could not be.</summary>
    public void Filled(SkillName skill, TimeSpan duration, bool ok)
    {
        KeyValuePair<string, object?> tag = new(Tag, skill.Value);
        if (ok)
        {
            _refill.Record(duration.TotalSeconds, tag);
        }
        else
        {
            _failures.Add(1, tag);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
