using Microsoft.Extensions.Options;

namespace SkillHost.Sandboxes.Pools;

/// <summary>Gives a call a container that has waited, or else one of its own making.</summary>
internal sealed class PooledSandboxes(
    SandboxProvider cold, WarmPools pools, Admission admission, LiveContainers live, IOptions<SandboxOptions> options, TimeProvider time)
    : ISandboxProvider
{
    /// <inheritdoc />
    public async Task<ISandbox> AcquireAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        if (await pools.TakeAsync(request, cancellationToken) is { } warm)
        {
            return warm;
        }

        await MakeRoomAsync(request, cancellationToken);
        return await cold.AcquireAsync(request, cancellationToken);
    }

    /// <summary>Waiting containers yield to calls: their memory where the budget is overdrawn, their user ids where none is left.</summary>
    private async Task MakeRoomAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        uint first = request.Policy.FirstUserId;
        while (true)
        {
            bool noUserId = !live.HasFreeUserId(first);
            if ((!noUserId && !admission.IsOverdrawn) || pools.GiveUp(noUserId ? first : null) is not { } sandbox)
            {
                return;
            }

            await sandbox.Gone.WaitAsync(options.Value.StartTimeout, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
