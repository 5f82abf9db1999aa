using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Secrets.Stores;

namespace SkillHost.Secrets;

/// <summary>The values of secrets, from whichever store has one first.</summary>
public sealed partial class SecretValues
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ISecretStore[] _stores;
    private readonly TimeProvider _time;
    private readonly ILogger<SecretValues> _logger;

    /// <summary>
    /// Environment, folder, configuration, then the stores among <paramref name="services"/>, then those of plugins. Throws
    /// <see cref="InvalidOperationException"/> for a plugin that cannot be loaded.
    /// </summary>
    public SecretValues(IOptions<SecretOptions> options, IServiceProvider services, TimeProvider time, ILogger<SecretValues> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_time, _logger) = (time, logger);
        _stores =
        [
            new EnvironmentSecrets(), new FolderSecrets(options), new ConfiguredSecrets(options), .. services.GetServices<ISecretStore>(),
            .. options.Value.Plugins is { Length: > 0 } plugins ? PluginStores.Load(plugins, services, logger) : [],
        ];
    }

    /// <summary>
    /// The value, or null when no store has one. Throws <see cref="SecretStoreException"/> when a store fails or its value has a wrong
    /// length.
    /// </summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        foreach (ISecretStore store in _stores)
        {
            if (await AskAsync(store, name, cancellationToken) is { } value)
            {
                return Checked(name, value);
            }
        }

        return null;
    }

    private async Task<string?> AskAsync(ISecretStore store, string name, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(Patience, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await store.FindAsync(name, either.Token).AsTask().WaitAsync(either.Token);
        }
        catch (SecretStoreException e)
        {
            Log.Refused(_logger, e.Message);
            throw;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Only its kind is told: a message of somebody's vault may hold anything.
            Log.Failed(_logger, store.GetType().Name, name, e.GetType().Name);
            throw new SecretStoreException($"the store of the secret {name} failed");
        }
    }

    private static string Checked(string name, string value)
    {
        int bytes = Encoding.UTF8.GetByteCount(value);
        if (bytes is < SecretBounds.LeastBytes or > SecretBounds.MostBytes)
        {
            throw new SecretStoreException(
                $"the secret {name} has a length out of bounds, wanted {SecretBounds.LeastBytes} to {SecretBounds.MostBytes} bytes");
        }

        return value.Contains('\0', StringComparison.Ordinal)
            ? throw new SecretStoreException($"the secret {name} holds a zero character")
            : value;
    }

    private static partial class Log
    {
        [LoggerMessage(7202, LogLevel.Error, "A secret cannot be given: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);

        [LoggerMessage(7203, LogLevel.Error, "The secret store {Store} failed over {Secret} with {Failure}")]
        public static partial void Failed(ILogger logger, string store, string secret, string failure);
    }
}
