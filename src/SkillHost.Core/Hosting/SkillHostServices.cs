using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SkillHost.Invocations;
using SkillHost.Sandboxes;
using SkillHost.Skills;

namespace SkillHost.Hosting;

/// <summary>Adds SkillHost to any .NET host.</summary>
public static class SkillHostServices
{
    private const string SectionName = "SkillHost";

    /// <summary>
    /// Adds <see cref="ISkillHost"/> and everything it needs but an engine, with the options of section <c>SkillHost</c>. Keys that
    /// nobody knows, and values out of bounds, stop the host at its start, all at once.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">The section, or a whole configuration that has it.</param>
    public static IServiceCollection AddSkillHost(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddRooms(configuration is IConfigurationSection ? configuration : configuration.GetSection(SectionName));
    }

    /// <summary>The same, with options set in code. The other rooms' options are set with <c>Configure</c>.</summary>
    public static IServiceCollection AddSkillHost(this IServiceCollection services, Action<SkillHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddRooms(null).Configure(configure);
    }

    /// <summary>
    /// Binds options to the part <paramref name="name"/> of the host's section, strictly, and checks them when the host starts. For
    /// engines and extensions.
    /// </summary>
    public static OptionsBuilder<T> AddSkillHostSection<T>(this IServiceCollection services, string name)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsSection<T> part = new(name);
        services.TryAddSingleton(new HostConfiguration(null));
        services.AddSingleton(part);
        services.AddSingleton<OptionsSection>(part);
        services.AddSingleton<SectionBinder<T>>();
        services.AddSingleton<IConfigureOptions<T>>(provider => provider.GetRequiredService<SectionBinder<T>>());
        services.AddSingleton<IValidateOptions<T>>(provider => provider.GetRequiredService<SectionBinder<T>>());
        return services.AddOptions<T>().ValidateOnStart();
    }

    private static IServiceCollection AddRooms(this IServiceCollection services, IConfiguration? section)
    {
        services.Replace(ServiceDescriptor.Singleton(new HostConfiguration(section)));
        services.AddSections();
        services.AddSkills().AddSandboxes().AddInvocations();
        services.AddSingleton<ISkillHost, SkillHostService>();
        return services;
    }

    private static void AddSections(this IServiceCollection services)
    {
        services.AddSkillHostSection<SkillHostOptions>("").ValidateDataAnnotations();
        services.AddSkillHostSection<InvocationHostOptions>("Invocations");
        services.AddSkillHostSection<SandboxOptions>("Sandboxes");
        services.TryAddSingleton(provider => new StateFolder(StatePaths.Resolve(provider.GetRequiredService<IOptions<SkillHostOptions>>().Value)));
    }
}
