using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SkillHost.Approvals;
using SkillHost.Invocations.Mcp;
using SkillHost.Invocations.Unsandboxed;
using SkillHost.Secrets;

namespace SkillHost.Invocations;

/// <summary>Registers the room.</summary>
public static class InvocationServices
{
    /// <summary>Adds <see cref="IInvoker"/>. Needs the audit log, policies, images, sandboxes and egress.</summary>
    public static IServiceCollection AddInvocations(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSecrets();
        services.AddOptions<InvocationHostOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddApprovals();
        services.AddSingleton<ArgumentCheck>();
        services.AddSingleton<ApprovalGate>();
        services.AddSingleton<CallRecorder>();
        services.AddSingleton<SecretKeeper>();
        services.AddSingleton<ProcessRunner>();
        services.AddSingleton<ResultJudge>();
        services.AddSingleton<UnsandboxedCalls>();
        services.AddSingleton<IProtocol, CommandProtocol>();
        services.AddSingleton<McpJudge>();
        services.AddSingleton<IProtocol, McpProtocol>();
        services.AddSingleton<Protocols>();
        services.AddSingleton<SandboxRequests>();
        services.AddSingleton<IInvoker, Invoker>();
        return services;
    }
}
