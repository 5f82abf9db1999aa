using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ModelContextProtocol.Protocol;

namespace SkillHost.Mcp.Http;

/// <summary>Checks the headers of a request, which revision 2026-07-28 wants to say the same as its body.</summary>
internal static class HeaderCheck
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";
    private const string EncodedStart = "=?base64?";
    private const string EncodedEnd = "?=";

    /// <summary>The revision a request names, or null where it names none; throws for one that is not spoken.</summary>
    public static string? Revision(HttpRequest request)
    {
        string seen = request.Headers[Headers.Revision].ToString();
        return seen.Length == 0 ? null
            : ProtocolRevisions.All.Contains(seen) ? seen
            : throw new RefusedException(Refusal.UnknownRevision(seen));
    }

    /// <summary>Throws unless a POST takes answers of both kinds and has JSON.</summary>
    public static void Post(HttpRequest request)
    {
        if (!Accepts(request, Json) || !Accepts(request, Events))
        {
            throw new RefusedException(Refusal.NotAcceptable($"{Json} and {Events}"));
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new RefusedException(Refusal.UnsupportedMediaType);
        }
    }

    /// <summary>Throws unless a GET takes a stream.</summary>
    public static void Get(HttpRequest request)
    {
        if (!Accepts(request, Events))
        {
            throw new RefusedException(Refusal.NotAcceptable(Events));
        }
    }

    /// <summary>Throws unless a request that stands alone says what it must, in its headers and its body alike.</summary>
    public static void Stateless(HttpRequest http, McpRequest request, string revision)
    {
        if (request.Method is not { } method)
        {
            return;
        }

        Same(http, Headers.Method, method);
        if (method is RequestMethods.ToolsCall or RequestMethods.PromptsGet)
        {
            Same(http, Headers.Name, Text(request.Parameter("name")));
        }

        JsonElement? meta = request.Parameter("_meta");
        string? stated = Text(McpRequest.Member(meta, MetaKeys.ProtocolVersion));
        if (stated is not null && stated != revision)
        {
            throw new RefusedException(Refusal.HeaderMismatch($"{Headers.Revision} and the _meta of the body name different revisions"));
        }

        if (request.Message is JsonRpcRequest
            && (stated is null || McpRequest.Member(meta, MetaKeys.ClientCapabilities) is not { ValueKind: JsonValueKind.Object }))
        {
            throw new RefusedException(Refusal.MissingMeta(
                $"Revision {revision} wants '{MetaKeys.ProtocolVersion}' and '{MetaKeys.ClientCapabilities}' in the _meta of a request"));
        }
    }

    /// <summary>Whether a request to begin a session has what it must have: no session is begun for another.</summary>
    public static bool IsInitialize(McpRequest request) =>
        request.Parameter("protocolVersion") is { ValueKind: JsonValueKind.String }
        && request.Parameter("capabilities") is { ValueKind: JsonValueKind.Object }
        && request.Parameter("clientInfo") is { ValueKind: JsonValueKind.Object };

    private static void Same(HttpRequest http, string header, string? wanted)
    {
        string? seen = http.Headers.TryGetValue(header, out var values) ? Decode(values.ToString().Trim()) : null;
        if (seen is null || seen != wanted)
        {
            throw new RefusedException(Refusal.HeaderMismatch(
                seen is null ? $"{header}: seen none that can be read, wanted what the body says" : $"{header} and the body differ"));
        }
    }

    /// <summary>What a header says; text beyond ASCII comes in Base64. Null for what is no such text.</summary>
    private static string? Decode(string value)
    {
        if (!value.StartsWith(EncodedStart, StringComparison.Ordinal) || !value.EndsWith(EncodedEnd, StringComparison.Ordinal))
        {
            return value.All(c => c is >= ' ' and < '\u007F') ? value : null;
        }

        byte[] bytes = new byte[value.Length];
        return value.Length >= EncodedStart.Length + EncodedEnd.Length
            && Convert.TryFromBase64String(value[EncodedStart.Length..^EncodedEnd.Length], bytes, out int count)
                ? Encoding.UTF8.GetString(bytes, 0, count)
                : null;
    }

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool Accepts(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted)
        && accepted.Any(range => range.Quality is not 0 && new MediaTypeHeaderValue(type).IsSubsetOf(range));
}
