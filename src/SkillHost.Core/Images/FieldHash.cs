using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SkillHost.Images;

/// <summary>SHA-256 over fields, each with its length, so that no two lists of fields read the same.</summary>
internal sealed class FieldHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins a hash for one purpose.</summary>
    public FieldHash(string purpose) => Add(purpose);

    /// <summary>Adds a field.</summary>
    public void Add(string field)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(field);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
    }

    /// <summary>The hash so far, in hex.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();
}
