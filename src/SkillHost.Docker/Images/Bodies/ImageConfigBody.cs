using System.Text.Json;

namespace SkillHost.Docker.Images.Bodies;

/// <summary>What is read of an image's configuration; engines leave out what is empty.</summary>
internal sealed record ImageConfigBody
{
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    public string? WorkingDir { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Volumes { get; init; }

    public IReadOnlyList<string>? OnBuild { get; init; }
}
