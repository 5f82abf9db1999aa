using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SkillHost.Hosting;
using SkillHost.Mcp.Calls;
using SkillHost.Mcp.Http;

namespace SkillHost.Mcp;

/// <summary>Adds the door for clients of the Model Context Protocol.</summary>
public static class McpServices
{
    /// <summary>
    /// Adds <see cref="IMcpDoor"/> and what <see cref="McpEndpoints.MapSkillHostMcp"/> needs, over a host that <c>AddSkillHost</c> adds,
    /// with the options of its section <c>Mcp</c>.
    /// </summary>
    public static IServiceCollection AddSkillHostMcp(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSkillHostSection<McpOptions>("Mcp").ValidateDataAnnotations();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServerFactory>();
        services.TryAddSingleton<IMcpDoor, StreamDoor>();
        services.TryAddSingleton<HttpSessions>();
        services.TryAddSingleton<HttpDoor>();
        return services;
    }
}
