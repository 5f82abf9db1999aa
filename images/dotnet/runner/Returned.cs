using System;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;

namespace SkillHost.Runner;

/// <summary>What a function gives: JSON with a schema where its type says which, text and content otherwise.</summary>
public sealed class Returned
{
    private const string Wrapper = "result";

    private readonly Type _type;
    private readonly Func<object?, CancellationToken, object?> _wait;
    private readonly bool _wrapped;

    /// <summary>Looks at what a method returns.</summary>
    public Returned(ParameterInfo returned, NullabilityInfoContext nullability)
    {
        (_type, _wait) = Waiting.For(returned.ParameterType);
        if (_type == typeof(void) || _type == typeof(object) || _type == typeof(string) || Contents.IsContent(_type)
            || typeof(JsonNode).IsAssignableFrom(_type) || _type == typeof(JsonElement) || _type == typeof(JsonDocument))
        {
            return;
        }

        bool empty = !_type.IsValueType && StateOf(nullability.Create(returned)) == NullabilityState.Nullable;
        try
        {
            // An object is the whole result, anything else a property of it.
            JsonObject schema = Schemas.Of(_type, "", "");
            _wrapped = empty || (schema["type"] as JsonValue)?.ToString() != "object";
            Schema = _wrapped ? Wrap(empty) : schema;
        }
        catch (RefusedException)
        {
            // What has no schema is said as text.
        }
    }

    /// <summary>Schema of the result where it is JSON; null where it is text or content.</summary>
    public JsonObject? Schema { get; }

    /// <summary>The result for what the method returned, waited for.</summary>
    public ToolResult Result(object? returned, CancellationToken cancellationToken)
    {
        object? value = _wait(returned, cancellationToken);
        if (Schema is null)
        {
            return new ToolResult { Content = Contents.Of(value) };
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, _type, Schemas.Json);
        return new ToolResult { Structured = _wrapped ? [.. "{\"result\":"u8, .. json, (byte)'}'] : json };
    }

    private JsonObject Wrap(bool empty)
    {
        JsonObject inner = Schemas.Of(_type, $"/properties/{Wrapper}", "");
        if (empty)
        {
            Schemas.AllowNull(inner);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [Wrapper] = inner },
            ["required"] = new JsonArray(Wrapper),
            ["x-skillhost-result"] = true,
        };
    }

    private NullabilityState StateOf(NullabilityInfo info) =>
        (info.Type == _type ? info : info.GenericTypeArguments.FirstOrDefault(inner => inner.Type == _type))?.ReadState
        ?? NullabilityState.Unknown;
}
