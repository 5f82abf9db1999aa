namespace SkillHost.Containers;

/// <summary>The engine did not do what it was asked. The message names the thing and, where there is one, the remedy.</summary>
public sealed class EngineException(EngineFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public EngineFailure Failure { get; } = failure;

    /// <summary>The last lines of a failed build step, empty otherwise.</summary>
    public IReadOnlyList<string> OutputTail { get; init; } = [];
}
