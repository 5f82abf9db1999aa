namespace SkillHost.Wire.Multiplexing;

/// <summary>Cuts a stream of bytes into headers and pieces of payload; holds never more than one header.</summary>
internal sealed class MuxFrameReader
{
    private readonly byte[] _header = new byte[MuxFrame.HeaderBytes];
    private int _filled;

    /// <summary>Bytes of payload still to come.</summary>
    public uint PayloadLeft { get; private set; }

    public void ExpectPayload(uint length) => PayloadLeft = length;

    public ReadOnlySpan<byte> TakePayload(ref ReadOnlySpan<byte> bytes)
    {
        var size = (int)Math.Min(PayloadLeft, (uint)bytes.Length);
        var payload = bytes[..size];
        bytes = bytes[size..];
        PayloadLeft -= (uint)size;
        return payload;
    }

    public bool TryReadHeader(ref ReadOnlySpan<byte> bytes, out MuxFrame frame)
    {
        var size = Math.Min(MuxFrame.HeaderBytes - _filled, bytes.Length);
        bytes[..size].CopyTo(_header.AsSpan(_filled));
        bytes = bytes[size..];
        _filled += size;
        if (_filled < MuxFrame.HeaderBytes)
        {
            frame = default;
            return false;
        }

        _filled = 0;
        frame = MuxFrame.Read(_header);
        return true;
    }
}
