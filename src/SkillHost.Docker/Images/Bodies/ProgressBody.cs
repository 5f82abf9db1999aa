using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkillHost.Docker.Images.Bodies;

/// <summary>One message of a build, a pull or a push.</summary>
internal sealed record ProgressBody
{
    /// <summary>A piece of a build's output.</summary>
    [JsonPropertyName("stream")]
    public string? Stream { get; init; }

    /// <summary>What a pull does with the layer <see cref="Id"/>.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("progressDetail")]
    public JsonElement? Detail { get; init; }

    [JsonPropertyName("errorDetail")]
    public ProgressErrorBody? Error { get; init; }

    [JsonPropertyName("aux")]
    public JsonElement? Aux { get; init; }

    /// <summary>
    /// Tells a pull's or push's status. Counters of bytes come many times a second; the messages around them say it in words.
    /// </summary>
    public void ReportTo(IProgress<string> progress)
    {
        bool counts = Detail is { ValueKind: JsonValueKind.Object } detail && detail.EnumerateObject().Any();
        if (Status is { } status && !counts)
        {
            progress.Report(Id is { Length: > 0 } layer ? $"{layer}: {status}" : status);
        }
    }
}
