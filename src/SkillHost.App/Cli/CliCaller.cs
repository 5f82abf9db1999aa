namespace SkillHost.App.Cli;

/// <summary>Who calls at this door, for the audit log.</summary>
internal static class CliCaller
{
    /// <summary>The user this process runs as, such as <c>cli:alice</c>.</summary>
    public static string Name { get; } = $"cli:{Environment.UserName}";
}
