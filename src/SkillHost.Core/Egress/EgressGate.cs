using Microsoft.Extensions.Logging;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Egress;

/// <summary>Opens the network of calls whose policy has one.</summary>
internal sealed class EgressGate(HostDialer dialer, TimeProvider time, ILogger<EgressGate> logger)
{
    /// <summary>The call's network, until it is disposed; null where it has none, and whatever is connected inside is reset.</summary>
    public CallEgress? Open(ISandbox sandbox, SandboxPolicy policy, string call) =>
        policy.Egress is { } egress ? new CallEgress(sandbox, egress, dialer, call, time, logger) : null;
}
