using System.Runtime.InteropServices;
using System.Text.Json;

namespace SkillHost.Schemas.Keywords;

/// <summary>What reading a whole value costs, in steps.</summary>
internal static class ValueSize
{
    private const int BytesPerStep = 16;

    /// <summary>Steps that reading, hashing or comparing <paramref name="value"/> takes.</summary>
    public static long Of(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String or JsonValueKind.Number
            ? JsonMarshal.GetRawUtf8Value(value).Length / BytesPerStep
            : 0;
}
