using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary>Which properties or items of one value some keyword has looked at, by position.</summary>
internal sealed class Marks(int count)
{
    private readonly ulong[] _bits = new ulong[(count + 63) / 64];
    private bool _all;

    /// <summary>Marks for <paramref name="value"/>, none set.</summary>
    public static Marks For(JsonElement value) => new(value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength(),
        JsonValueKind.Object => value.GetPropertyCount(),
        _ => 0,
    });

    /// <summary>Marks one position.</summary>
    public void Add(int position) => _bits[position >> 6] |= 1UL << (position & 63);

    /// <summary>Marks every position.</summary>
    public void AddAll() => _all = true;

    /// <summary>Whether a position is marked.</summary>
    public bool Has(int position) => _all || (_bits[position >> 6] & (1UL << (position & 63))) != 0;

    /// <summary>Marks what <paramref name="other"/>, for the same value, has.</summary>
    public void Add(Marks other)
    {
        _all |= other._all;
        for (int i = 0; i < _bits.Length; i++)
        {
            _bits[i] |= other._bits[i];
        }
    }
}
