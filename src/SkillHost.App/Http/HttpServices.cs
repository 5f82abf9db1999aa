using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SkillHost.Hosting;
using SkillHost.Policies;

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
        services.AddOptions<PolicyOptions>().PostConfigure<IServiceProvider>(KeepTokens);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>());
        return services;
    }

    /// <summary>No skill is given a folder with a token in it.</summary>
    private static void KeepTokens(PolicyOptions policies, IServiceProvider provider)
    {
        try
        {
            HttpOptions http = provider.GetRequiredService<IOptions<HttpOptions>>().Value;
            IEnumerable<string> files = http.Tokens.Values.Select(token => token.File).Append(http.TokenFile).OfType<string>();
            policies.HostFolders = [.. policies.HostFolders, .. files.Where(file => file.Length > 0).Select(Path.GetFullPath)];
        }
        catch (OptionsValidationException)
        {
            // Reported where it belongs.
        }
    }
}
