using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SkillHost.Hosting;

namespace SkillHost.App.Http;

/// <summary>Registers the options of the HTTP door, which every verb checks; the door itself is made by <c>serve</c> alone.</summary>
public static class HttpServices
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Http";

    /// <summary>Binds <see cref="HttpOptions"/> and checks it at the start.</summary>
    public static IServiceCollection AddHttpOptions(this IServiceCollection services)
    {
        services.AddSkillHostSection<HttpOptions>(Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>());
        return services;
    }
}
