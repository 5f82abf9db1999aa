using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SkillHost.Hosting;

/// <summary>Binds options of rooms, engines and extensions to the host's section.</summary>
public static class SectionServices
{
    /// <summary>
    /// Binds <typeparamref name="T"/> to the part <paramref name="name"/> of the section <c>SkillHost</c>, strictly, and checks it when
    /// the host starts. Does nothing twice.
    /// </summary>
    public static OptionsBuilder<T> AddSkillHostSection<T>(this IServiceCollection services, string name)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        OptionsBuilder<T> options = services.AddOptions<T>().ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(BoundSection<T>)))
        {
            return options;
        }

        BoundSection<T> part = new(name);
        services.TryAddSingleton(new HostConfiguration(null));
        services.AddSingleton(part);
        services.AddSingleton<OptionsSection>(part);
        services.AddSingleton<SectionBinder<T>>();
        services.AddSingleton<IConfigureOptions<T>>(provider => provider.GetRequiredService<SectionBinder<T>>());
        services.AddSingleton<IValidateOptions<T>>(provider => provider.GetRequiredService<SectionBinder<T>>());
        return options;
    }
}
