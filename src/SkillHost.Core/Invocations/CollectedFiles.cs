namespace SkillHost.Invocations;

/// <summary>What a process left in <c>/out</c>.</summary>
/// <param name="Artifacts">Whole files, by name.</param>
/// <param name="Left">What does not come back.</param>
/// <param name="Ended">Whether the end of the list was seen.</param>
internal sealed record CollectedFiles(IReadOnlyList<InvocationArtifact> Artifacts, IReadOnlyList<LeftFile> Left, bool Ended)
{
    /// <summary>Nothing.</summary>
    public static CollectedFiles None { get; } = new([], [], Ended: true);
}
