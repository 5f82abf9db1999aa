using System.Text;
using System.Text.Json;
using SkillHost.Wire;

namespace SkillHost.Invocations;

/// <summary>Reads progress lines (one JSON object each) and hands them on as events. Lines that are something else are dropped.</summary>
internal sealed class ProgressPump(Stream source, EventSink events)
{
    private const int LongestLine = 4096;
    private const int LongestMessage = 1024;
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 4 };
    private readonly byte[] _line = new byte[LongestLine];
    private int _length;
    private bool _tooLong;

    /// <summary>Completes when the stream has ended or broken; never fails.</summary>
    public async Task RunAsync()
    {
        byte[] buffer = new byte[LongestLine];
        try
        {
            while (await source.ReadAsync(buffer) is > 0 and var count)
            {
                await TakeAsync(buffer.AsMemory(0, count));
            }

            await EndLineAsync();
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException)
        {
            // The stream broke; the process's own end says why.
        }
    }

    /// <summary>The event a line stands for, or null.</summary>
    private static ProgressEvent? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, Shallow);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && Number(root, "progress") is { } progress
                ? new ProgressEvent(progress, Number(root, "total"), Message(root))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not Unicode.
            return null;
        }
    }

    private static double? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : null;

    private static string? Message(JsonElement root)
    {
        if (!root.TryGetProperty("message", out JsonElement value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        StringBuilder text = new();
        foreach (Rune rune in value.GetString()!.EnumerateRunes().Take(LongestMessage))
        {
            text.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return text.ToString();
    }

    private async ValueTask TakeAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int end = bytes.Span.IndexOf((byte)'\n');
            Append(end < 0 ? bytes.Span : bytes.Span[..end]);
            if (end < 0)
            {
                return;
            }

            await EndLineAsync();
            bytes = bytes[(end + 1)..];
        }
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        _tooLong |= _length + part.Length > LongestLine;
        if (!_tooLong)
        {
            part.CopyTo(_line.AsSpan(_length));
            _length += part.Length;
        }
    }

    private async ValueTask EndLineAsync()
    {
        // Nothing at all is common, after the last line and where no progress is asked for, and refused at the price of an exception.
        if (!_tooLong && _length > 0 && Parse(_line.AsMemory(0, _length)) is { } progress)
        {
            await events.SendAsync(progress);
        }

        (_length, _tooLong) = (0, false);
    }
}
