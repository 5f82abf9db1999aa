using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SkillHost.Images;

namespace SkillHost.Tools;

/// <summary>Registers the room.</summary>
internal static class ToolsServices
{
    /// <summary>
    /// Adds the functions of servers. Needs policies, images and sandboxes; comes before images, whose builder it extends.
    /// </summary>
    public static IServiceCollection AddTools(this IServiceCollection services)
    {
        services.TryAddSingleton<ToolRecords>();
        services.TryAddSingleton<ToolReader>();
        services.TryAddSingleton<ToolLister>();
        services.TryAddSingleton<ImageBuilder>();
        services.TryAddSingleton<IImageBuilder>(provider => new ListingImageBuilder(
            provider.GetRequiredService<ImageBuilder>(), provider.GetRequiredService<ToolLister>()));
        return services;
    }
}
