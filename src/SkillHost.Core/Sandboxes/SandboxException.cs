namespace SkillHost.Sandboxes;

/// <summary>No sandbox, or no process in it. The message is fit for an agent.</summary>
public sealed class SandboxException(SandboxFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public SandboxFailure Failure { get; } = failure;

    /// <summary>With <see cref="SandboxFailure.Busy"/>: when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
