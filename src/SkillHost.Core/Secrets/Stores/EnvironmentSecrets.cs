namespace SkillHost.Secrets.Stores;

/// <summary>Secrets in the host's own environment: <c>SKILLHOST_SECRET_</c> and the name.</summary>
internal sealed class EnvironmentSecrets : ISecretStore
{
    private const string Prefix = "SKILLHOST_SECRET_";

    /// <inheritdoc />
    public ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // Here and nowhere else: the environment is one of the places where secrets are kept.
        return new ValueTask<string?>(Environment.GetEnvironmentVariable(Prefix + name) is { Length: > 0 } value ? value : null);
#pragma warning restore RS0030
    }
}
