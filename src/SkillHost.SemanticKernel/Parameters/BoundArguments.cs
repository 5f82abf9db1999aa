namespace SkillHost.SemanticKernel.Parameters;

/// <summary>A kernel's arguments as one function takes them.</summary>
internal sealed record BoundArguments
{
    /// <summary>One JSON object.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>What is wrong, as a sentence for an agent; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Names of arguments that no parameter takes.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
