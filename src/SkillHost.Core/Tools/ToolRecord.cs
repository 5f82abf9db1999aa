using System.Text.Json;

namespace SkillHost.Tools;

/// <summary>What the server of a skill's image listed when it was asked after the build.</summary>
internal sealed record ToolRecord
{
    /// <summary>Stands for the folder's content and for what the manifest says of the server.</summary>
    public required string Content { get; init; }

    /// <summary>Id of the image that was asked.</summary>
    public required string ImageId { get; init; }

    /// <summary>Stands for the whole list.</summary>
    public required string Hash { get; init; }

    /// <summary>The tools as listed.</summary>
    public required IReadOnlyList<JsonElement> Tools { get; init; }
}
