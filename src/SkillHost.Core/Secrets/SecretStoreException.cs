namespace SkillHost.Secrets;

/// <summary>A store has a secret of that name but cannot give it. The message names no value and is for the operator.</summary>
public sealed class SecretStoreException(string message) : Exception(message);
