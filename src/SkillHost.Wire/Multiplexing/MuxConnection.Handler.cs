namespace SkillHost.Wire.Multiplexing;

/// <content>What the session calls.</content>
public sealed partial class MuxConnection
{
    /// <summary>Keeps the session's callbacks off the public surface.</summary>
    private sealed class Handler(MuxConnection connection) : IMuxHandler
    {
        public bool Opening(MuxChannel channel)
        {
            if (connection._options.Accept is not { } accept || connection._options.Accepts?.Invoke() == false)
            {
                return false;
            }

            var stream = new MuxStream(connection, channel, null);
            channel.Owner = stream;
            connection._streams.Add(stream);
            accept(stream);
            return true;
        }

        public void Received(MuxChannel channel, ReadOnlySpan<byte> data) => (channel.Owner as MuxStream)?.OnReceived(data);

        public void Writable(MuxChannel channel) => (channel.Owner as MuxStream)?.OnWritable();

        public void Ended(MuxChannel channel) => (channel.Owner as MuxStream)?.OnEnded();

        public void Reset(MuxChannel channel)
        {
            if (channel.Owner is MuxStream stream)
            {
                stream.OnFailed(new WireException(WireFailure.Reset, "The peer reset the channel."));
                connection._streams.Remove(stream);
            }
        }

        public void Ponged(uint value)
        {
            if (connection._pings.TryGetValue(value, out var pong))
            {
                pong.TrySetResult();
            }
        }

        public void GoneAway(uint reason) => throw new WireException(
            reason == 0 ? WireFailure.Ended : WireFailure.Protocol,
            reason == 0 ? "The peer ended the session." : $"The peer gave up the session for reason {reason}.");
    }
}
