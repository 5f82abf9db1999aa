using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SkillHost.Approvals;
using SkillHost.Approvals.Configuration;
using SkillHost.Approvals.Locks;
using SkillHost.Audit;
using SkillHost.Egress;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Policies.Configuration;
using SkillHost.Sandboxes;
using SkillHost.Sandboxes.Held;
using SkillHost.Sandboxes.Pools;
using SkillHost.Secrets;
using SkillHost.Skills;
using SkillHost.Tools;

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
        return services.AddRooms(new ConfigurationBuilder().Build().GetSection(SectionName)).Configure(configure);
    }

    private static IServiceCollection AddRooms(this IServiceCollection services, IConfiguration section)
    {
        services.Replace(ServiceDescriptor.Singleton(new HostConfiguration(section)));
        services.AddSections();
        services.AddPolicySection(section);
        services.AddApprovalSection(section);
        services.TryAddSingleton<OptionsGate>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<OptionsGate>());
        services
            .AddSkills()
            .AddPolicies()
            .AddTools()
            .AddImages()
            .AddApprovals()
            .AddSandboxes()
            .AddEgress()
            .AddAudit()
            .AddInvocations();
        services.TryAddSingleton<WarmKeeper>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<WarmKeeper>());
        services.TryAddSingleton<RuntimeProfiles>();
        services.TryAddSingleton<IRuntimeProfiles>(provider => provider.GetRequiredService<RuntimeProfiles>());
        services.TryAddSingleton(provider => new StateFolder(StatePaths.Resolve(Options(provider))));
        services.TryAddSingleton(provider => new LockPath(
            StatePaths.Lock(Options(provider), provider.GetRequiredService<IOptions<ApprovalOptions>>().Value)));
        services.TryAddSingleton(provider => new AuditFolder(
            StatePaths.AuditFolder(Options(provider), provider.GetRequiredService<IOptions<AuditOptions>>().Value)));
        services.TryAddSingleton<ISkillHost>(provider =>
        {
            _ = provider.GetRequiredService<OptionsGate>();
            return ActivatorUtilities.CreateInstance<SkillHostService>(provider);
        });
        return services;
    }

    private static void AddSections(this IServiceCollection services)
    {
        services.AddSkillHostSection<SkillHostOptions>("").ValidateDataAnnotations();
        services.AddSkillHostSection<InvocationHostOptions>("Invocations");
        services.AddSkillHostSection<SandboxOptions>("Sandboxes");
        services.AddSkillHostSection<SecretOptions>("Secrets");
        services.AddSkillHostSection<WarmOptions>("Warm");
        services.AddSkillHostSection<HeldOptions>("Sessions");
        services.AddSkillHostSection<AuditOptions>("Audit");
        services.AddSkillHostSection<ImageOptions>("Images").PostConfigure<IServiceProvider>(PlaceImages);
    }

    private static void PlaceImages(ImageOptions images, IServiceProvider provider)
    {
        try
        {
            SkillHostOptions host = Options(provider);
            (images.Folder, images.StateFolder) = (host.ImagesFolder, StatePaths.Resolve(host));
        }
        catch (OptionsValidationException)
        {
            // Reported where it belongs, beside whatever else is wrong with the images' own section.
        }
    }

    /// <summary>What the host keeps for itself, so that no skill is given it.</summary>
    private static void PlaceHostFolders(PolicyOptions policies, IServiceProvider provider)
    {
        try
        {
            SecretOptions secrets = provider.GetRequiredService<IOptions<SecretOptions>>().Value;
            policies.HostFolders =
            [
                .. new[]
                {
                    StatePaths.Resolve(Options(provider)), provider.GetRequiredService<AuditFolder>().Path, secrets.Folder, secrets.Plugins,
                }.OfType<string>().Where(folder => folder.Length > 0),
            ];
        }
        catch (OptionsValidationException)
        {
            // Reported where it belongs.
        }
    }

    /// <summary>Policies read their section themselves; they are shown it where it really stands.</summary>
    private static void AddPolicySection(this IServiceCollection services, IConfiguration section)
    {
        SectionAsRoot[] configurations = [new SectionAsRoot(section, SectionName)];
        services.AddSingleton<OptionsSection>(new RoomSection("Policies"));
        services.AddOptions<PolicyOptions>().PostConfigure<IServiceProvider>(PlaceHostFolders);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<PolicyOptions>, PolicyOptionsSetup>(_ => new(configurations)));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidator>(_ => new(configurations)));
    }

    private static void AddApprovalSection(this IServiceCollection services, IConfiguration section)
    {
        SectionAsRoot[] configurations = [new SectionAsRoot(section, SectionName)];
        services.AddSingleton<OptionsSection>(new RoomSection("Approval"));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IConfigureOptions<ApprovalOptions>, ApprovalOptionsSetup>(_ => new(configurations)));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ApprovalOptions>, ApprovalOptionsValidator>(_ => new(configurations)));
    }

    private static SkillHostOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<SkillHostOptions>>().Value;
}
