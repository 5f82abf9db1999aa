namespace SkillHost.Init;

/// <summary>Why this program ends; the message is its last word on standard error.</summary>
internal sealed class InitException(string message) : Exception(message);
