using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SkillHost.Policies.Configuration;

namespace SkillHost.Policies;

/// <summary>Registers the room.</summary>
public static class PoliciesServices
{
    /// <summary>
    /// Adds <see cref="IPolicyCompiler"/>, <see cref="PolicyExplainer"/> and <see cref="MountChecker"/>. Needs an <see
    /// cref="IRuntimeProfiles"/>. The options come
    /// from the section <c>SkillHost:Policies</c> of the <see cref="IConfiguration"/>, where one is registered, and are checked at start.
    /// </summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<PolicyOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<PolicyOptions>, PolicyOptionsSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidator>());
        services.TryAddSingleton<IPolicyCompiler, PolicyCompiler>();
        services.TryAddSingleton<MountChecker>();
        services.TryAddSingleton<PolicyExplainer>();
        return services;
    }
}
