using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SkillHost.Invocations;

/// <summary>How results and events are written as JSON: names in camel case, statuses in snake case such as <c>timed_out</c>.</summary>
public static class InvocationJson
{
    /// <summary>The options; read only. Every control character is escaped, so that a result cannot steer a terminal.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>A status as JSON, logs and exit tables name it, such as <c>timed_out</c>.</summary>
    public static string NameOf(InvocationStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    private static JsonSerializerOptions Make()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }
}
