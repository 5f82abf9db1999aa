namespace SkillHost.App.Cli;

/// <summary>The command line asks for something that cannot be. The message says what was seen and what is wanted.</summary>
internal sealed class UsageException(string message) : Exception(message);
