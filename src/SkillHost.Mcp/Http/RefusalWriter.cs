using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace SkillHost.Mcp.Http;

/// <summary>Answers requests that are turned away.</summary>
internal static class RefusalWriter
{
    /// <summary>Writes status, headers and an error of JSON-RPC that names the request, where its id is known.</summary>
    public static async Task WriteAsync(HttpContext context, Refusal refusal, RequestId id = default)
    {
        HttpResponse response = context.Response;
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json";
        if (refusal.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.Allow is { } allow)
        {
            response.Headers.Allow = allow;
        }

        JsonRpcError error = new()
        {
            Id = id,
            Error = new JsonRpcErrorDetail { Code = refusal.Code, Message = refusal.Message, Data = DataOf(refusal) },
        };
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(error, JsonTypes.Error);
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static JsonObject? DataOf(Refusal refusal) => refusal.Requested is not { } requested ? null : new JsonObject
    {
        ["supported"] = new JsonArray([.. ProtocolRevisions.All.Select(revision => JsonValue.Create(revision))]),
        ["requested"] = requested,
    };
}
