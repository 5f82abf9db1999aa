using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SkillHost.Skills;

/// <summary>Registers the room.</summary>
public static class SkillsServices
{
    /// <summary>Adds <see cref="ISkillLoader"/>.</summary>
    public static IServiceCollection AddSkills(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<ISkillLoader, SkillLoader>();
        return services;
    }
}
