using Microsoft.Extensions.Options;

namespace SkillHost.Sandboxes.Pools;

/// <summary>Has waiting containers yield: their memory where the budget is overdrawn, their user ids where none is left.</summary>
internal sealed class RoomMaker(
    WarmPools pools, Admission admission, LiveContainers live, IOptions<SandboxOptions> options, TimeProvider time)
{
    /// <summary>Makes room for a container of a skill with this first user id, as far as there is any to be made.</summary>
    public async Task MakeRoomAsync(uint firstUserId, CancellationToken cancellationToken)
    {
        while (true)
        {
            bool noUserId = !live.HasFreeUserId(firstUserId);
            if ((!noUserId && !admission.IsOverdrawn) || pools.GiveUp(noUserId ? firstUserId : null) is not { } sandbox)
            {
                return;
            }

            await sandbox.Gone.WaitAsync(options.Value.StartTimeout, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
