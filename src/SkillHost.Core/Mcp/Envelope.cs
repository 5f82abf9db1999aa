using System.Text.Json;

namespace SkillHost.Mcp;

/// <summary>The outside of one JSON-RPC 2.0 message. What it carries stays as it was sent.</summary>
internal readonly record struct Envelope
{
    private const int LongestMethod = 128;

    /// <summary>What it is.</summary>
    public EnvelopeKind Kind { get; private init; }

    /// <summary>The id as sent.</summary>
    public ReadOnlyMemory<byte> RawId { get; private init; }

    /// <summary>The id, or 0 where it is none this host gives.</summary>
    public long Id { get; private init; }

    /// <summary>The method; empty for answers.</summary>
    public string Method { get; private init; }

    /// <summary>Parameters, result or error; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>The message in <paramref name="line"/>; of kind none where there is none.</summary>
    public static Envelope Read(ReadOnlyMemory<byte> line, int maxDepth)
    {
        try
        {
            Utf8JsonReader reader = new(line.Span, new JsonReaderOptions { MaxDepth = maxDepth });
            Envelope envelope = Read(ref reader, line);
            return reader.Read() ? default : envelope;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not Unicode.
            return default;
        }
    }

    /// <summary>The id in the beginning of a message that was cut, or 0.</summary>
    public static long FindId(ReadOnlyMemory<byte> beginning)
    {
        Utf8JsonReader reader = new(beginning.Span, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("id"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long id) ? id : 0;
                }
            }
        }
        catch (JsonException)
        {
            // Then it is no message at all.
        }

        return 0;
    }

    private static Envelope Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        Envelope envelope = new() { Method = "" };
        bool version = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("jsonrpc"u8))
            {
                reader.Read();
                version = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("2.0"u8);
            }
            else if (!TryTake(ref reader, line, ref envelope))
            {
                return default;
            }
        }

        return version ? envelope.Completed() : default;
    }

    /// <summary>False where something comes twice or has a type it must not have.</summary>
    private static bool TryTake(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line, ref Envelope envelope)
    {
        bool id = reader.ValueTextEquals("id"u8);
        bool method = reader.ValueTextEquals("method"u8);
        bool error = reader.ValueTextEquals("error"u8);
        bool body = error || reader.ValueTextEquals("result"u8) || reader.ValueTextEquals("params"u8);
        bool response = body && !reader.ValueTextEquals("params"u8);
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        if (method)
        {
            bool fits = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length is > 0 and <= LongestMethod;
            envelope = fits && envelope.Method.Length == 0 ? envelope with { Method = reader.GetString()! } : default;
            return fits && envelope.Method is not null;
        }

        JsonTokenType type = reader.TokenType;
        long number = id && type == JsonTokenType.Number && reader.TryGetInt64(out long read) ? read : 0;
        reader.Skip();
        ReadOnlyMemory<byte> raw = line[start..(int)reader.BytesConsumed];
        if (id)
        {
            bool first = envelope.RawId.IsEmpty && type is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.Null;
            envelope = envelope with { RawId = raw, Id = number };
            return first;
        }

        if (body)
        {
            bool first = envelope.Body.IsEmpty;
            EnvelopeKind kind = error ? EnvelopeKind.Error : response ? EnvelopeKind.Response : EnvelopeKind.None;
            envelope = envelope with { Body = raw, Kind = kind };
            return first;
        }

        return true;
    }

    private Envelope Completed() => (Kind, Method.Length, RawId.IsEmpty) switch
    {
        (EnvelopeKind.None, > 0, true) => this with { Kind = EnvelopeKind.Notification },
        (EnvelopeKind.None, > 0, false) => this with { Kind = EnvelopeKind.Request },
        (EnvelopeKind.Response or EnvelopeKind.Error, 0, false) => this,
        _ => default,
    };
}
