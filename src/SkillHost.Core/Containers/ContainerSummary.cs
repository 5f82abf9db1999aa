namespace SkillHost.Containers;

/// <summary>One row of the engine's list of containers.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Name">Name without a leading slash.</param>
/// <param name="State"><c>created</c>, <c>running</c>, <c>exited</c>, …</param>
/// <param name="CreatedAt">When it was created, by the engine's clock.</param>
/// <param name="Labels">All labels.</param>
public sealed record ContainerSummary(
    string Id, string Name, string State, DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Labels);
