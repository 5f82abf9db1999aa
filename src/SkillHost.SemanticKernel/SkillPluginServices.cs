using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.SemanticKernel;

namespace SkillHost.SemanticKernel;

/// <summary>Adds the plugins of whatever is loaded to every kernel that comes of dependency injection.</summary>
public static class SkillPluginServices
{
    /// <summary>
    /// Gives each new <see cref="Kernel"/> the plugins registered otherwise and those of the catalog loaded at that moment. Call it after
    /// <c>AddKernel()</c>, and load the skills before the first kernel is made: a kernel without a loaded catalog is refused with
    /// <see cref="InvalidOperationException"/>, as is a <see cref="KernelPluginCollection"/> somebody else already fills.
    /// </summary>
    public static IServiceCollection AddSkillHostPlugins(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(s => s.ServiceType == typeof(CatalogPlugins)))
        {
            return services;
        }

        if (services.Any(s => s.ServiceType == typeof(KernelPluginCollection) && s.ImplementationType != typeof(KernelPluginCollection)))
        {
            throw new InvalidOperationException(
                $"a {nameof(KernelPluginCollection)} is registered already; add the skills to it with {nameof(SkillPlugins.AddSkillHost)}");
        }

        services.AddSingleton<CatalogPlugins>();
        services.RemoveAll<KernelPluginCollection>();
        return services.AddTransient(Fill);
    }

    private static KernelPluginCollection Fill(IServiceProvider provider)
    {
        KernelPluginCollection plugins = new(provider.GetServices<KernelPlugin>());
        plugins.AddAll(provider.GetRequiredService<CatalogPlugins>().Current());
        return plugins;
    }
}
