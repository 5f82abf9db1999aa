using System.Diagnostics.Metrics;
using SkillHost.Skills;

namespace SkillHost.App.Cli.Benchmarking;

/// <summary>Reads from the host's own meter how many containers wait for a skill.</summary>
internal sealed class PoolGauge : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private int _waiting;

    public PoolGauge(SkillName skill)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "SkillHost", Name: "skillhost.warm.waiting" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, _) => _waiting += tags[0].Value as string == skill.Value ? value : 0);
        _listener.Start();
    }

    /// <summary>Waits until so many wait, or ten seconds, and gives how many do, at most <paramref name="count"/>.</summary>
    public async Task<int> UntilAsync(int count, TimeProvider time, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        int waiting;
        while ((waiting = Read()) < count && time.GetElapsedTime(begun) < Patience)
        {
            await Task.Delay(Step, time, cancellationToken);
        }

        return Math.Min(waiting, count);
    }

    public void Dispose() => _listener.Dispose();

    private int Read()
    {
        lock (_gate)
        {
            _waiting = 0;
            _listener.RecordObservableInstruments();
            return _waiting;
        }
    }
}
