namespace SkillHost.Skills;

/// <summary>Hints about a function, named and defaulted as in the Model Context Protocol (tool annotations, revision 2025-11-25).</summary>
public sealed record FunctionAnnotations
{
    /// <summary>Title for people, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Changes nothing. Default false.</summary>
    public bool ReadOnlyHint { get; init; }

    /// <summary>May destroy something. Default true.</summary>
    public bool DestructiveHint { get; init; } = true;

    /// <summary>A second call with the same arguments changes nothing more. Default false.</summary>
    public bool IdempotentHint { get; init; }

    /// <summary>Reaches the outside world. Default true.</summary>
    public bool OpenWorldHint { get; init; } = true;
}
