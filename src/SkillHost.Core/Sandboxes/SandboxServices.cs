using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Sandboxes.Held;
using SkillHost.Sandboxes.Pools;

namespace SkillHost.Sandboxes;

/// <summary>Registers the room.</summary>
public static class SandboxServices
{
    /// <summary>
    /// Adds <see cref="ISandboxProvider"/>, <see cref="ISweeper"/>, admission, and the sweep of what earlier hosts left. Needs a container
    /// engine and a <see cref="StateFolder"/>.
    /// </summary>
    public static IServiceCollection AddSandboxes(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<SandboxOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<HeldOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WarmOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<HostIdentity>();
        services.AddSingleton<UserIdPool>();
        services.AddSingleton<LiveContainers>();
        services.AddSingleton<ContainerRemover>();
        services.AddSingleton<EngineWatcher>();
        services.AddSingleton<Sweeper>();
        services.AddSingleton<ISweeper>(provider => provider.GetRequiredService<Sweeper>());
        services.AddSingleton<Admission>();
        services.AddSingleton(p => new CallGroups(
            p.GetRequiredService<IContainerEngine>(), p.GetRequiredService<IOptions<SandboxOptions>>(),
            p.GetRequiredService<ILogger<CallGroups>>()));
        services.AddSingleton<SandboxSpecs>();
        services.AddSingleton<SandboxProvider>();
        services.AddSingleton<WarmStock>();
        services.AddSingleton<WarmMeters>();
        services.AddSingleton<WarmPools>();
        services.AddSingleton<RoomMaker>();
        services.AddSingleton<HeldSandboxes>();
        services.AddSingleton<ISessions>(provider => provider.GetRequiredService<HeldSandboxes>());
        services.AddSingleton<PooledSandboxes>();
        services.AddSingleton<SandboxKeeper>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SandboxKeeper>());
        services.AddSingleton<ISandboxProvider>(provider =>
        {
            // Made together, so that disposing the provider of services removes every container even where no host was started.
            _ = provider.GetRequiredService<SandboxKeeper>();
            return provider.GetRequiredService<PooledSandboxes>();
        });
        return services;
    }
}
