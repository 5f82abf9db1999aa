using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace SkillHost.Mcp.Http;

/// <summary>How the SDK reads and writes messages.</summary>
internal static class JsonTypes
{
    /// <summary>Any message.</summary>
    public static JsonTypeInfo<JsonRpcMessage> Message { get; } = Of<JsonRpcMessage>();

    /// <summary>An error.</summary>
    public static JsonTypeInfo<JsonRpcError> Error { get; } = Of<JsonRpcError>();

    private static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));
}
