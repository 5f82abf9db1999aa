namespace SkillHost.Secrets;

/// <summary>
/// Where the operator keeps secrets. Register further ones as services, or put them in a plugin folder; they are asked in order, after
/// the environment, the folder and the configuration.
/// </summary>
public interface ISecretStore
{
    /// <summary>The value of a secret, or null when this store has none of that name. Asked for every call that needs it.</summary>
    ValueTask<string?> FindAsync(string name, CancellationToken cancellationToken);
}
