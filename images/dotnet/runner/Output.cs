using System;
using System.Buffers;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;

namespace SkillHost.Runner;

/// <summary>Writes messages, each a line, whole and one after another.</summary>
/// <param name="stream">Where they go.</param>
public sealed class Output(Stream stream) : IOutput
{
    // What functions hold already is not made twice.
    private const int LargestKept = 64 * 1024;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Lock _writing = new();
    private ArrayBufferWriter<byte> _buffer = new(4096);

    /// <inheritdoc />
    public void Result(string id, Action<Utf8JsonWriter> result) => Send(writer =>
    {
        writer.WritePropertyName("id");
        writer.WriteRawValue(id);
        writer.WritePropertyName("result");
        result(writer);
    });

    /// <inheritdoc />
    public void Error(string id, int code, string message) => Send(writer =>
    {
        writer.WritePropertyName("id");
        writer.WriteRawValue(id);
        writer.WriteStartObject("error");
        writer.WriteNumber("code", code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });

    /// <inheritdoc />
    public void Notify(string method, Action<Utf8JsonWriter> parameters) => Send(writer =>
    {
        writer.WriteString("method", method);
        writer.WriteStartObject("params");
        parameters(writer);
        writer.WriteEndObject();
    });

    private void Send(Action<Utf8JsonWriter> write)
    {
        lock (_writing)
        {
            try
            {
                using (Utf8JsonWriter writer = new(_buffer, Writing))
                {
                    writer.WriteStartObject();
                    writer.WriteString("jsonrpc", "2.0");
                    write(writer);
                    writer.WriteEndObject();
                }

                _buffer.Write("\n"u8);
                stream.Write(_buffer.WrittenSpan);
                stream.Flush();
            }
            finally
            {
                _buffer.ResetWrittenCount();
                if (_buffer.Capacity > LargestKept)
                {
                    _buffer = new ArrayBufferWriter<byte>(4096);
                }
            }
        }
    }
}
