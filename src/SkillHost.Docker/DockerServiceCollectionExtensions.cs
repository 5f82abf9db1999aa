using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Docker.Addresses;
using SkillHost.Hosting;

namespace SkillHost.Docker;

/// <summary>Adds a Docker engine to a host.</summary>
public static class DockerServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IContainerEngine"/>, <see cref="IImageEngine"/> and <see cref="IEngineUsage"/>. Nothing is connected before
    /// the first use; options that
    /// are out of bounds stop the host at its start.
    /// </summary>
    public static IServiceCollection AddDockerEngine(this IServiceCollection services, Action<DockerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSkillHostSection<DockerOptions>("Docker").Configure(configure ?? (_ => { }));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DockerOptions>, DockerOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new DockerEngine(
            provider.GetRequiredService<IOptions<DockerOptions>>().Value,
            DockerEnvironment.OfThisProcess(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<IContainerEngine>(provider =>
        {
            // Whoever is made after its first name is disposed of before it: so it must not get its other names later than that.
            _ = provider.GetRequiredService<IImageEngine>();
            _ = provider.GetRequiredService<IEngineUsage>();
            return provider.GetRequiredService<DockerEngine>();
        });
        services.TryAddSingleton<IImageEngine>(provider => provider.GetRequiredService<DockerEngine>());
        services.TryAddSingleton<IEngineUsage>(provider => provider.GetRequiredService<DockerEngine>());
        return services;
    }
}
