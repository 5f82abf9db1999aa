namespace SkillHost.Init.Channels;

/// <summary>Whoever deals with one channel of the stream.</summary>
internal interface IChannel
{
    /// <summary>Bytes from the host.</summary>
    void Received(ReadOnlySpan<byte> data);

    /// <summary>The host has nothing more to send.</summary>
    void Ended();

    /// <summary>The host gave the channel up.</summary>
    void Reset();
}
