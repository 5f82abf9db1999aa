namespace SkillHost.Secrets.Redaction;

/// <summary>Bytes without their line ends, real ones and those escaped in JSON, and where each byte stood.</summary>
internal readonly struct Unwrapped
{
    private readonly byte[]? _bytes;
    private readonly int[]? _places;
    private readonly int _count;

    private Unwrapped(byte[] bytes, int[] places, int count) => (_bytes, _places, _count) = (bytes, places, count);

    /// <summary>Whether anything was left out, so that there is something to look at.</summary>
    public bool Differs => _bytes is not null;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _count);

    /// <summary>Where the byte at <paramref name="index"/> stood.</summary>
    public int PlaceOf(int index) => _places![index]; // Not null where bytes are.

    /// <summary>Takes the line ends out of <paramref name="data"/>.</summary>
    public static Unwrapped Of(ReadOnlySpan<byte> data)
    {
        if (data.IndexOfAny("\r\n\\"u8) < 0)
        {
            return default;
        }

        byte[] bytes = new byte[data.Length];
        int[] places = new int[data.Length];
        int count = 0;
        for (int i = 0; i < data.Length; i++)
        {
            byte b = data[i];
            if (b is (byte)'\r' or (byte)'\n' || (b == '\\' && i + 1 == data.Length))
            {
                continue;
            }

            if (b == '\\' && data[i + 1] is (byte)'n' or (byte)'r')
            {
                i++;
                continue;
            }

            bytes[count] = b;
            places[count++] = i;
        }

        return new Unwrapped(bytes, places, count);
    }
}
