namespace SkillHost.Docker.Containers.Bodies;

/// <summary>One row of the list of containers.</summary>
internal sealed record RowBody
{
    public required string Id { get; init; }

    public IReadOnlyList<string>? Names { get; init; }

    public string State { get; init; } = "";

    /// <summary>Seconds since 1970.</summary>
    public long Created { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
