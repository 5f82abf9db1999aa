using System.Diagnostics.Metrics;

namespace SkillHost.Bench;

/// <summary>Reads how many containers wait, from the host's own meter.</summary>
internal sealed class PoolGauge : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _waiting;

    public PoolGauge()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "SkillHost", Name: "skillhost.warm.waiting" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, value, _, _) => _waiting += value);
        _listener.Start();
    }

    /// <summary>Waits until so many wait.</summary>
    public async Task UntilAsync(int count)
    {
        while (Read() < count)
        {
            await Task.Delay(5);
        }
    }

    public void Dispose() => _listener.Dispose();

    private int Read()
    {
        _waiting = 0;
        _listener.RecordObservableInstruments();
        return _waiting;
    }
}
