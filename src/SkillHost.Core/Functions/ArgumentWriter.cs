using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkillHost.Schemas.Values;

namespace SkillHost.Functions;

/// <summary>Writes arguments as one JSON object: values that are JSON as they stand, others by the serializer's options.</summary>
internal static class ArgumentWriter
{
    // What a function reads is no HTML, so text stays readable and short.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <paramref name="arguments"/>; false with a sentence for an agent where one cannot be JSON.</summary>
    public static bool TryWrite(
        AIFunctionArguments arguments, JsonSerializerOptions options, out ReadOnlyMemory<byte> json, out string problem)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, Options);
        writer.WriteStartObject();
        foreach ((string name, object? value) in arguments)
        {
            writer.WritePropertyName(name);
            if (!TryWrite(writer, value, options))
            {
                (json, problem) = (default, $"argument {Quote.Name(name)} ({value?.GetType().Name}) cannot be written as JSON");
                return false;
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        (json, problem) = (buffer.WrittenMemory, "");
        return true;
    }

    private static bool TryWrite(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
    {
        if (value is JsonElement { ValueKind: JsonValueKind.Undefined })
        {
            return false;
        }

        try
        {
            JsonSerializer.Serialize(writer, value, value?.GetType() ?? typeof(object), options);
            return true;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            // A cycle, a type without JSON form, NaN or infinity, half a surrogate pair: each has its own exception type.
            return false;
        }
    }
}
