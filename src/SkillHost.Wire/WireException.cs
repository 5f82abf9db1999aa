namespace SkillHost.Wire;

/// <summary>The stream to a container ended, or its peer broke the protocol. Every byte from it is treated as hostile.</summary>
public sealed class WireException(WireFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public WireFailure Failure { get; } = failure;
}
