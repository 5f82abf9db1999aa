using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SkillHost.Skills.Yaml;

/// <summary>Turns YAML into JSON by the YAML 1.2 core schema: what is in quotes stays text, and numbers keep every digit.</summary>
internal sealed class YamlJson(Utf8JsonWriter writer, Problems problems, bool visibleOnly)
{
    /// <summary>The value as JSON. Where <paramref name="visibleOnly"/>, a hidden character in any text of it is a problem.</summary>
    public static JsonElement Convert(YamlNode node, string path, Problems problems, bool visibleOnly)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            new YamlJson(writer, problems, visibleOnly).Write(node, path);
        }

        Utf8JsonReader reader = new(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private void Write(YamlNode node, string path)
    {
        switch (node)
        {
            case YamlMapping mapping:
                writer.WriteStartObject();
                foreach (YamlEntry entry in mapping.Entries)
                {
                    CheckVisible(entry.Key, path);
                    writer.WritePropertyName(entry.Key.Text);
                    Write(entry.Value, YamlPath.Key(path, entry.Key.Text));
                }

                writer.WriteEndObject();
                break;
            case YamlSequence sequence:
                writer.WriteStartArray();
                for (int i = 0; i < sequence.Items.Count; i++)
                {
                    Write(sequence.Items[i], YamlPath.Item(path, i));
                }

                writer.WriteEndArray();
                break;
            case YamlScalar scalar:
                Write(scalar, path);
                break;
        }
    }

    private void Write(YamlScalar scalar, string path)
    {
        switch (scalar.Type)
        {
            case YamlType.Null:
                writer.WriteNullValue();
                break;
            case YamlType.Boolean:
                writer.WriteBooleanValue(scalar.Text[0] is 't' or 'T');
                break;
            case YamlType.Integer or YamlType.Float:
                writer.WriteRawValue(CoreSchema.ToJsonNumber(scalar.Text), skipInputValidation: true);
                break;
            case YamlType.NotFinite:
                problems.Add(scalar.Place, path, Shown.Words(scalar.Text), "a number that JSON can write");
                writer.WriteNullValue();
                break;
            default:
                CheckVisible(scalar, path);
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }

    private void CheckVisible(YamlScalar scalar, string path)
    {
        if (visibleOnly && HiddenCharacters.IndexIn(scalar.Text, lines: true, out Rune found) >= 0)
        {
            problems.Add(
                scalar.Place, path, $"the character {Shown.CodePoint(found)}", "text without control, zero-width or direction characters");
        }
    }
}
