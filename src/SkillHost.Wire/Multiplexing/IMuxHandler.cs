namespace SkillHost.Wire.Multiplexing;

/// <summary>
/// What a <see cref="MuxSession"/> tells its owner while it reads; any call may act on the session. A <see cref="WireException"/> thrown
/// here fails the session.
/// </summary>
public interface IMuxHandler
{
    /// <summary>The peer opens <paramref name="channel"/>; false refuses it.</summary>
    bool Opening(MuxChannel channel);

    /// <summary>Payload arrived. Give the credit back with <see cref="MuxSession.Consume"/> once it is dealt with.</summary>
    void Received(MuxChannel channel, ReadOnlySpan<byte> data);

    /// <summary>The peer may be sent more.</summary>
    void Writable(MuxChannel channel);

    /// <summary>The peer has nothing more to send.</summary>
    void Ended(MuxChannel channel);

    /// <summary>The peer reset or refused the channel.</summary>
    void Reset(MuxChannel channel);

    /// <summary>A pong for <see cref="MuxSession.Ping"/>.</summary>
    void Ponged(uint value);

    /// <summary>The peer ends the session; 0 is the normal reason.</summary>
    void GoneAway(uint reason);
}
