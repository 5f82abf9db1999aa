using System.Runtime.InteropServices;
using System.Text.Json;

namespace SkillHost.Schemas.Values;

/// <summary>Equality as JSON Schema means it: 1 equals 1.0, the order of an object's properties is nothing.</summary>
internal sealed class JsonValueComparer : IEqualityComparer<JsonElement>
{
    private const int StackBytes = 128;

    /// <summary>The comparer; it has no state.</summary>
    public static JsonValueComparer Instance { get; } = new();

    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    // Seeded at random by HashCode and String, so that chosen values do not collide.
    public int GetHashCode(JsonElement obj) => obj.ValueKind switch
    {
        JsonValueKind.String => obj.GetString()!.GetHashCode(StringComparison.Ordinal),
        JsonValueKind.Number => HashNumber(JsonMarshal.GetRawUtf8Value(obj)),
        JsonValueKind.Array => HashArray(obj),
        JsonValueKind.Object => HashObject(obj),
        _ => HashCode.Combine(obj.ValueKind),
    };

    private static int HashNumber(ReadOnlySpan<byte> text)
    {
        JsonNumber number = JsonNumber.Parse(text, text.Length <= StackBytes ? stackalloc byte[StackBytes] : new byte[text.Length]);
        HashCode hash = default;
        hash.Add(number.Negative);
        hash.Add(number.Exponent);
        hash.AddBytes(number.Digits);
        return hash.ToHashCode();
    }

    private int HashArray(JsonElement array)
    {
        HashCode hash = default;
        foreach (JsonElement item in array.EnumerateArray())
        {
            hash.Add(GetHashCode(item));
        }

        return hash.ToHashCode();
    }

    private int HashObject(JsonElement value)
    {
        int sum = 0;
        foreach (JsonProperty property in value.EnumerateObject())
        {
            sum += HashCode.Combine(property.Name, GetHashCode(property.Value));
        }

        return HashCode.Combine(sum);
    }
}
