using SkillHost.Wire.Multiplexing;

namespace SkillHost.Tests.Wire;

/// <summary>Notes what a session says; accepts channels unless told not to, and gives credit back unless told not to.</summary>
public sealed class RecordingHandler : IMuxHandler
{
    public bool Accepts { get; init; } = true;

    public bool Consumes { get; init; } = true;

    public MuxSession? Session { get; set; }

    public List<string> Events { get; } = [];

    public List<byte> Bytes { get; } = [];

    public List<MuxChannel> Opened { get; } = [];

    public bool Opening(MuxChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Events.Add($"open {channel.Id}");
        if (Accepts)
        {
            Opened.Add(channel);
        }

        return Accepts;
    }

    public void Received(MuxChannel channel, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Bytes.AddRange(data);
        if (Consumes)
        {
            Session?.Consume(channel, data.Length);
        }
    }

    public void Writable(MuxChannel channel)
    {
    }

    public void Ended(MuxChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Events.Add($"end {channel.Id}");
    }

    public void Reset(MuxChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Events.Add($"reset {channel.Id}");
    }

    public void Ponged(uint value) => Events.Add($"pong {value}");

    public void GoneAway(uint reason) => Events.Add($"gone {reason}");
}
