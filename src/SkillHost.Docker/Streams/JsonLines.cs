using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SkillHost.Docker.Streams;

/// <summary>Reads a stream of JSON values, one a line, as the engine sends progress and events.</summary>
internal static class JsonLines
{
    /// <summary>Bytes a line may have.</summary>
    public const int LongestLine = 1 << 20;

    /// <summary>Each value as it comes. Throws <see cref="JsonException"/> for a line that is too long, no JSON, or cut off.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Stream stream, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var reader = PipeReader.Create(stream);
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            while (TryTakeLine(ref buffer, result.IsCompleted, out var line))
            {
                if (Parse(line, type) is { } value)
                {
                    yield return value;
                }
            }

            if (result.IsCompleted)
            {
                yield break;
            }

            if (buffer.Length > LongestLine)
            {
                throw new JsonException($"a line of more than {LongestLine} bytes");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool last, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        buffer = buffer.Slice(buffer.End);
        if (last && !line.IsEmpty)
        {
            return true;
        }

        buffer = line;
        return false;
    }

    private static T? Parse<T>(ReadOnlySequence<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        var rest = new SequenceReader<byte>(line);
        rest.AdvancePastAny((byte)' ', (byte)'\t', (byte)'\r');
        if (rest.End)
        {
            return null;
        }

        var json = new Utf8JsonReader(line);
        return JsonSerializer.Deserialize(ref json, type);
    }
}
