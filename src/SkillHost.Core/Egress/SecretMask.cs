namespace SkillHost.Egress;

/// <summary>
/// Overwrites a secret in what a host sends back, in place, so that lengths hold; as it was sent, however it comes split.
/// </summary>
internal sealed class SecretMask(byte[] secret)
{
    private int _held;

    /// <summary>Bytes at the beginning of the next buffer that were held back from the last one.</summary>
    public int Held => _held;

    /// <summary>
    /// Masks the first <paramref name="count"/> bytes; returns how many of them may go on. What may be the beginning of the secret is held
    /// back: its caller keeps it at the beginning of the next buffer.
    /// </summary>
    public int Apply(Span<byte> buffer, int count, bool last)
    {
        Span<byte> bytes = buffer[..count];
        for (int at = bytes.IndexOf(secret); at >= 0; at = bytes.IndexOf(secret))
        {
            bytes.Slice(at, secret.Length).Fill((byte)'*');
        }

        _held = last ? 0 : Beginning(bytes);
        return count - _held;
    }

    private int Beginning(ReadOnlySpan<byte> bytes)
    {
        int most = Math.Min(secret.Length - 1, bytes.Length);
        for (int size = most; size > 0; size--)
        {
            if (bytes[^size..].SequenceEqual(secret.AsSpan(0, size)))
            {
                return size;
            }
        }

        return 0;
    }
}
