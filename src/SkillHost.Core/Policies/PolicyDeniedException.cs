namespace SkillHost.Policies;

/// <summary>A call asked for more than its policy. The message is fit for an agent.</summary>
public sealed class PolicyDeniedException(string message) : Exception(message);
