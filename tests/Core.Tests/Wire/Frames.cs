using SkillHost.Wire.Multiplexing;

namespace SkillHost.Tests.Wire;

/// <summary>Frames as a peer without manners writes them.</summary>
internal static class Frames
{
    public static byte[] Of(MuxFrameType type, MuxMarks marks, uint channel, uint length, int payload = 0)
    {
        var bytes = new byte[MuxFrame.HeaderBytes + payload];
        new MuxFrame(type, marks, channel, length).Write(bytes);
        return bytes;
    }

    public static byte[] Data(uint channel, int payload, MuxMarks marks = MuxMarks.None) =>
        Of(MuxFrameType.Data, marks, channel, (uint)payload, payload);

    public static byte[] Open(uint channel) => Of(MuxFrameType.WindowUpdate, MuxMarks.Syn, channel, 0);

    public static byte[] Ping(uint value) => Of(MuxFrameType.Ping, MuxMarks.Syn, 0, value);

    public static byte[] Credit(uint channel, uint bytes) => Of(MuxFrameType.WindowUpdate, MuxMarks.None, channel, bytes);

    public static byte[] Repeat(Func<int, byte[]> make, int count) => [.. Enumerable.Range(0, count).SelectMany(make)];
}
