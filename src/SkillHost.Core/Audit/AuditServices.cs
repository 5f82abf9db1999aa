using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace SkillHost.Audit;

/// <summary>Registers the room.</summary>
public static class AuditServices
{
    /// <summary>
    /// Adds <see cref="IAuditLog"/>, and what writes down the calls of hosts that died. Needs an <see cref="AuditFolder"/>.
    /// </summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<AuditOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAuditLog, AuditLog>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AuditKeeper>());
        return services;
    }
}
