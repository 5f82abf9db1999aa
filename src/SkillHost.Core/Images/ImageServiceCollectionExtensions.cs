using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Images.Building;
using SkillHost.Images.Runtimes;

namespace SkillHost.Images;

/// <summary>Registers the room.</summary>
public static class ImageServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IImageBuilder"/>, <see cref="IImagePruner"/>, <see cref="ImageInventory"/> and <see cref="RuntimeCatalog"/>.
    /// Needs both halves of a container
    /// engine, and logging. Options out of bounds stop the host at its start, all errors at once.
    /// </summary>
    public static IServiceCollection AddImages(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ImageOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ImageOptions>, ImageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RuntimeCatalog>();
        services.TryAddSingleton<InitBinaries>();
        services.TryAddSingleton<ImageRecords>();
        services.TryAddSingleton<SkillFiles>();
        services.TryAddSingleton<LooseImages>();
        services.TryAddSingleton<BuildCgroups>();
        services.TryAddSingleton<EngineBuilds>();
        services.TryAddSingleton<BaseImages>();
        services.TryAddSingleton<SharedImages>();
        services.TryAddSingleton<SkillContents>();
        services.TryAddSingleton<ImagePlanner>();
        services.TryAddSingleton<RuntimeBuilder>();
        services.TryAddSingleton<SkillImageBuilder>();
        services.TryAddSingleton<LastGoodImages>();
        services.TryAddSingleton<SkillReports>();
        services.TryAddSingleton<IImageBuilder, ImageBuilder>();
        services.TryAddSingleton<IImagePruner, ImagePruner>();
        services.TryAddSingleton(p => new ImageInventory(
            p.GetRequiredService<IImageEngine>(), p.GetRequiredService<ImageRecords>(), p.GetRequiredService<RuntimeCatalog>()));
        return services;
    }
}
