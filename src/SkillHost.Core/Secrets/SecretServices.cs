using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SkillHost.Secrets;

/// <summary>Registers the room.</summary>
public static class SecretServices
{
    /// <summary>Adds <see cref="SecretValues"/>. Every <see cref="ISecretStore"/> among the services is asked as well.</summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<SecretOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecretOptions>, SecretOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SecretValues>();
        return services;
    }
}
