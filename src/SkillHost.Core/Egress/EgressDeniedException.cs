namespace SkillHost.Egress;

/// <summary>Why a connection was not made or not kept; the message completes a sentence about its host and is meant for an agent.</summary>
internal sealed class EgressDeniedException(string message, Exception? inner = null) : Exception(message, inner);
