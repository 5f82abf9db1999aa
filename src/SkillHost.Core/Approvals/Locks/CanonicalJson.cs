using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkillHost.Approvals.Locks;

/// <summary>Writes JSON so that equal values are equal bytes: keys in ordinal order, nothing but ASCII.</summary>
internal static class CanonicalJson
{
    /// <summary>On one line.</summary>
    public static string Compact(JsonNode? node) => Write(node, indented: false);

    /// <summary>For people and version control.</summary>
    public static string Indented(JsonNode node) => Write(node, indented: true) + "\n";

    /// <summary>SHA-256 of the compact form, in hex.</summary>
    public static string Hash(JsonNode node) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Compact(node))));

    private static string Write(JsonNode? node, bool indented)
    {
        using MemoryStream stream = new();
        JsonWriterOptions options = new()
        {
            Indented = indented,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (Utf8JsonWriter json = new(stream, options))
        {
            Write(json, node);
        }

        StringBuilder text = new();
        foreach (char c in Encoding.UTF8.GetString(stream.ToArray()))
        {
            // Within strings only, so an escape says the same: nobody reading the file can be shown other words than there are.
            text.Append(c > '~' ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c);
        }

        return text.ToString();
    }

    private static void Write(Utf8JsonWriter json, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject all:
                json.WriteStartObject();
                foreach ((string key, JsonNode? value) in all.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(key);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case JsonArray items:
                json.WriteStartArray();
                foreach (JsonNode? item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case null:
                json.WriteNullValue();
                break;
            default:
                node.WriteTo(json);
                break;
        }
    }
}
