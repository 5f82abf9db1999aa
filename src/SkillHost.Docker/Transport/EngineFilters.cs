using System.Text;
using System.Text.Json;

namespace SkillHost.Docker.Transport;

/// <summary>The engine's filter notation: a JSON object of lists.</summary>
internal static class EngineFilters
{
    /// <summary>Label filters: <c>key=value</c>, or the key alone for any value.</summary>
    public static string[] Labels(IReadOnlyDictionary<string, string> labels) =>
        [.. labels.Select(label => label.Value.Length == 0 ? label.Key : $"{label.Key}={label.Value}")];

    public static string Write(params ReadOnlySpan<(string Name, string[] Values)> filters)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, values) in filters)
            {
                json.WriteStartArray(name);
                foreach (var value in values)
                {
                    json.WriteStringValue(value);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
