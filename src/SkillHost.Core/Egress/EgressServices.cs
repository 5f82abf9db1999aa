using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SkillHost.Egress;

/// <summary>Registers the room.</summary>
public static class EgressServices
{
    /// <summary>
    /// Adds what carries connections of containers. An <see cref="IHostResolver"/> registered before or after takes the system's place.
    /// </summary>
    public static IServiceCollection AddEgress(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostResolver, SystemResolver>();
        services.AddSingleton<OwnAddresses>();
        services.AddSingleton<HostDialer>();
        services.AddSingleton<EgressGate>();
        return services;
    }
}
