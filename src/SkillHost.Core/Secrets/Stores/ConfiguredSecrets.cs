using Microsoft.Extensions.Options;

namespace SkillHost.Secrets.Stores;

/// <summary>Secrets in the host's configuration, as .NET user secrets and the configuration providers of vaults give them.</summary>
internal sealed class ConfiguredSecrets(IOptions<SecretOptions> options) : ISecretStore
{
    /// <inheritdoc />
    public ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken) =>
        new(options.Value.Values.TryGetValue(name, out string? value) && value.Length > 0 ? value : null);
}
