namespace SkillHost.Sandboxes;

/// <summary>Gives containers to calls.</summary>
public interface ISandboxProvider
{
    /// <summary>
    /// A started sandbox that no call has used. Throws <see cref="SandboxException"/>. When cancelled, whatever was made is
    /// removed in the background.
    /// </summary>
    Task<ISandbox> AcquireAsync(SandboxRequest request, CancellationToken cancellationToken);
}
