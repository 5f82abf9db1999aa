using SkillHost.Sandboxes.Held;

namespace SkillHost.Sandboxes.Pools;

/// <summary>Gives a call its session's container, the one that calls share, one that has waited, or else one of its own making.</summary>
internal sealed class PooledSandboxes(SandboxProvider cold, WarmPools pools, HeldSandboxes held, RoomMaker room) : ISandboxProvider
{
    /// <inheritdoc />
    public async Task<ISandbox> AcquireAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        if (request.Kind is SandboxKind.Session or SandboxKind.Shared)
        {
            return await held.AcquireAsync(request, cancellationToken);
        }

        if (await pools.TakeAsync(request, cancellationToken) is { } warm)
        {
            return warm;
        }

        await room.MakeRoomAsync(request.Policy.FirstUserId, cancellationToken);
        return await cold.AcquireAsync(request, cancellationToken);
    }
}
