namespace SkillHost.Runner;

/// <summary>Not the runner's.</summary>
public static class Program
{
    /// <summary>Which this is.</summary>
    public static string Version => typeof(Program).Assembly.GetName().Version?.ToString() ?? "";
}
