namespace SkillHost.Wire.Multiplexing;

/// <summary>Takes a channel's bytes as they arrive, in place of a buffer. Called under the connection's lock: it must not block.</summary>
internal interface IMuxReader
{
    /// <summary>Bytes arrived; a <see cref="WireException"/> thrown here fails the connection.</summary>
    void Received(ReadOnlySpan<byte> data);

    /// <summary>The channel ended: normally when <paramref name="failure"/> is null.</summary>
    void Ended(WireException? failure);
}
