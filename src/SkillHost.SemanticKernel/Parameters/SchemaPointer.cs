using System.Globalization;
using System.Text.Json;

namespace SkillHost.SemanticKernel.Parameters;

/// <summary>JSON Pointers within one schema, as the fragment of a reference spells them.</summary>
internal static class SchemaPointer
{
    /// <summary>The pointer to <paramref name="name"/> under <paramref name="path"/>.</summary>
    public static string Under(string path, string name) =>
        $"{path}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>What <paramref name="reference"/> (<c>#</c> or <c>#/…</c>) points at in <paramref name="root"/>, or null.</summary>
    public static JsonElement? Find(JsonElement root, string reference)
    {
        if (reference != "#" && !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        JsonElement? at = root;
        foreach (string part in reference.Split('/')[1..])
        {
            string name = Uri.UnescapeDataString(part)
                .Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at is { } parent ? Child(parent, name) : null;
        }

        return at;
    }

    private static JsonElement? Child(JsonElement parent, string name)
    {
        switch (parent.ValueKind)
        {
            case JsonValueKind.Object when parent.TryGetProperty(name, out JsonElement child):
                return child;
            case JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && index < parent.GetArrayLength():
                return parent[index];
            default:
                return null;
        }
    }
}
