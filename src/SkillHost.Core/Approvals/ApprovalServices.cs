using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SkillHost.Approvals.Configuration;
using SkillHost.Approvals.Locks;
using SkillHost.Images.Building;

namespace SkillHost.Approvals;

/// <summary>Registers the room.</summary>
public static class ApprovalServices
{
    /// <summary>
    /// Adds <see cref="ApprovalRules"/> and <see cref="SkillLocks"/>; the latter needs images and a <see cref="LockPath"/>.
    /// The options come from the section <c>SkillHost:Approval</c> of the <see cref="IConfiguration"/>,
    /// where one is registered, and are checked at start.
    /// </summary>
    public static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ApprovalOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<ApprovalOptions>, ApprovalOptionsSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApprovalOptions>, ApprovalOptionsValidator>());
        services.TryAddSingleton<ApprovalRules>();
        services.TryAddSingleton(p => new SkillLocks(
            p.GetRequiredService<SkillFiles>(), p.GetRequiredService<LockPath>(), p.GetRequiredService<IOptions<ApprovalOptions>>()));
        return services;
    }
}
