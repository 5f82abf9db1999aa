using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SkillHost.Secrets.Redaction;

/// <summary>Blacks known secrets out of text: each becomes <c>[redacted:NAME]</c>.</summary>
public sealed class Redactor
{
    private static readonly JsonWriterOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Finder _finder;

    /// <summary>For the secrets given, by name; at least one.</summary>
    public Redactor(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _finder = new Finder([.. values.SelectMany(value => Needles.Of(value.Key, value.Value))]);
    }

    /// <summary>The same stream without secrets; what may be the beginning of one is held back until it is known.</summary>
    public Stream Wrap(Stream source) => ReferenceEquals(source, Stream.Null) ? source : new RedactingStream(source, _finder);

    /// <summary>The same text without secrets.</summary>
    public string Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (_finder.Find(bytes, Unwrapped.Of(bytes)).Count == 0)
        {
            return text;
        }

        ArrayBufferWriter<byte> target = new();
        StreamRedactor redactor = new(_finder);
        redactor.Add(bytes, target);
        redactor.End(target);
        return Encoding.UTF8.GetString(target.WrittenSpan);
    }

    /// <summary>The same JSON with no secret in a string, a name or a number; a number that holds one becomes a string.</summary>
    public JsonElement Json(JsonElement value)
    {
        ArrayBufferWriter<byte> target = new();
        using (Utf8JsonWriter writer = new(target, Plain))
        {
            Write(value, writer);
        }

        return JsonElement.Parse(target.WrittenSpan, new JsonDocumentOptions { MaxDepth = 1024 });
    }

    private void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    writer.WritePropertyName(Text(property.Name));
                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(value.GetString() ?? ""));
                break;
            default:
                WriteNumber(value, writer);
                break;
        }
    }

    private void WriteNumber(JsonElement value, Utf8JsonWriter writer)
    {
        string raw = value.GetRawText();
        string shown = Text(raw);
        if (shown == raw)
        {
            writer.WriteRawValue(raw);
        }
        else
        {
            writer.WriteStringValue(shown);
        }
    }
}
