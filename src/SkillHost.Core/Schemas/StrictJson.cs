using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas;

/// <summary>
/// Reads JSON (RFC 8259) that every reader understands alike: well-formed UTF-8, one value, no property twice in an object, no
/// number beyond a double, no half surrogate pairs.
/// </summary>
public static class StrictJson
{
    /// <summary>Reads one value, nested at most <paramref name="maxDepth"/> deep (default 128). Never throws for any bytes.</summary>
    public static StrictJsonResult Parse(ReadOnlyMemory<byte> utf8, int maxDepth = 128)
    {
        ReadOnlySpan<byte> text = utf8.Span;
        string? error = CheckEncoding(text) ?? CheckTokens(text, maxDepth);
        if (error is not null)
        {
            return new StrictJsonResult(null, error);
        }

        try
        {
            JsonDocumentOptions options = new() { MaxDepth = maxDepth, AllowDuplicateProperties = false };
            return new StrictJsonResult(JsonElement.Parse(text, options), null);
        }
        catch (JsonException)
        {
            // Everything else was checked above, so this is a property that comes twice; the exception does not say where.
            return new StrictJsonResult(null, DuplicateProperty.Describe(text, maxDepth));
        }
    }

    private static string? CheckEncoding(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8))
        {
            return "starts with a byte order mark; JSON has none";
        }

        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            return "is empty; wanted one JSON value";
        }

        return Utf8.IsValid(text) ? null : $"is not UTF-8 {TextPlace.Of(text, TextPlace.FirstInvalid(text))}";
    }

    private static string? CheckTokens(ReadOnlySpan<byte> text, int maxDepth)
    {
        Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            while (reader.Read())
            {
                if (CheckToken(ref reader) is { } problem)
                {
                    return $"{problem} {TextPlace.Of(text, (int)reader.TokenStartIndex)}";
                }
            }

            return null;
        }
        catch (JsonException failure)
        {
            // The runtime's own words speak of reader options; place and kind of the problem are what helps.
            int depth = reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? 1 : 0);
            return JsonSyntax.Describe(text, failure, depth, maxDepth);
        }
    }

    private static string? CheckToken(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when !double.IsFinite(reader.GetDouble()) =>
            $"holds the number {Quote.Text(Encoding.UTF8.GetString(reader.ValueSpan))}, which is too large; the largest is about 1.8e308",
        JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped && Surrogates.HasLone(reader.ValueSpan) =>
            "holds half a surrogate pair (\\uD800 to \\uDFFF), which is no text",
        _ => null,
    };
}
