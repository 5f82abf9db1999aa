namespace SkillHost.Wire.Multiplexing;

/// <summary>One channel of a session. Only its <see cref="MuxSession"/> changes it, apart from <see cref="Owner"/>.</summary>
public sealed class MuxChannel
{
    internal MuxChannel(uint id, object? owner)
    {
        Id = id;
        Owner = owner;
    }

    /// <summary>Id on the wire.</summary>
    public uint Id { get; }

    /// <summary>Whoever deals with this channel.</summary>
    public object? Owner { get; set; }

    /// <summary>Bytes that may still be sent.</summary>
    public long SendWindow { get; internal set; } = MuxOptions.InitialWindowBytes;

    /// <summary>Bytes the peer may still send.</summary>
    public long ReceiveWindow { get; internal set; } = MuxOptions.InitialWindowBytes;

    /// <summary>Whether this end has nothing more to send.</summary>
    public bool LocalEnded { get; internal set; }

    /// <summary>Whether the peer has nothing more to send.</summary>
    public bool RemoteEnded { get; internal set; }

    /// <summary>Whether the channel is closed in both directions, or reset by either end.</summary>
    public bool Closed { get; internal set; }

    /// <summary>Bytes taken by the reader for which no credit has been given back yet.</summary>
    internal long Consumed { get; set; }

    /// <summary>The peer allows more to be sent. Throws <see cref="WireException"/> beyond what the specification can say.</summary>
    internal void AddCredit(uint credit)
    {
        SendWindow += credit;
        if (SendWindow > uint.MaxValue)
        {
            throw MuxSession.Broken($"credit of {SendWindow} bytes on channel {Id}, wanted at most {uint.MaxValue}");
        }
    }
}
