using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SkillHost.Docker.Baseline.Bodies;

namespace SkillHost.Docker.Baseline;

/// <summary>Generated writers of what a container is created from.</summary>
[JsonSerializable(typeof(CreateBody))]
internal sealed partial class BaselineJson : JsonSerializerContext
{
    /// <summary>Leaves absent fields out, and escapes no more than JSON asks for: the seccomp profile is full of quotes.</summary>
    public static BaselineJson Wire { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
