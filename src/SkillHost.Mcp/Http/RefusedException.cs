namespace SkillHost.Mcp.Http;

/// <summary>A request is turned away.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>Why.</summary>
    public Refusal Refusal => refusal;
}
