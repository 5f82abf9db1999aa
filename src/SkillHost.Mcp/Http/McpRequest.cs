using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace SkillHost.Mcp.Http;

/// <summary>The body of a POST.</summary>
/// <param name="Message">As the SDK takes it.</param>
/// <param name="Json">As it came.</param>
internal sealed record McpRequest(JsonRpcMessage Message, JsonElement Json)
{
    /// <summary>Id of a request; none for other messages.</summary>
    public RequestId Id => Message is JsonRpcRequest request ? request.Id : default;

    /// <summary>Method of a request or notification, or null.</summary>
    public string? Method => Message switch
    {
        JsonRpcRequest request => request.Method,
        JsonRpcNotification notification => notification.Method,
        _ => null,
    };

    /// <summary>Whether it begins a session.</summary>
    public bool Begins => Message is JsonRpcRequest { Method: RequestMethods.Initialize };

    /// <summary>A member of <c>params</c>, or null.</summary>
    public JsonElement? Parameter(string name) => Member(Member(Json, "params"), name);

    /// <summary>A member of an object, or null.</summary>
    public static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out JsonElement member) ? member : null;
}
