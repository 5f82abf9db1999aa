namespace SkillHost.App.Http.Serving;

/// <summary>A request that comes to nothing. The message is shown to the caller.</summary>
internal sealed class RefusedException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
