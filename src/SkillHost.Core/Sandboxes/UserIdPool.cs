using System.Numerics;
using System.Security.Cryptography;
using SkillHost.Policies;

namespace SkillHost.Sandboxes;

/// <summary>
/// Gives calls that run at the same time different user ids of their skill, since the kernel counts some limits per user.
/// </summary>
internal sealed class UserIdPool
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, Slots> _slots = [];

    /// <summary>A free user id, or null when all of the skill's are taken. Least recently used ones first.</summary>
    public uint? Rent(uint first)
    {
        lock (_gate)
        {
            if (!_slots.TryGetValue(first, out Slots slots))
            {
                // Another host on the same engine gives out the same ids: begin somewhere else than it did.
                slots.Next = RandomNumberGenerator.GetInt32(SandboxPolicy.UserIdCount);
            }

            ulong free = BitOperations.RotateRight(~slots.Taken, slots.Next);
            if (free == 0)
            {
                return null;
            }

            int slot = (slots.Next + BitOperations.TrailingZeroCount(free)) % SandboxPolicy.UserIdCount;
            _slots[first] = new Slots(slots.Taken | (1UL << slot), (slot + 1) % SandboxPolicy.UserIdCount);
            return first + (uint)slot;
        }
    }

    /// <summary>Whether one is free.</summary>
    public bool HasFree(uint first)
    {
        lock (_gate)
        {
            return !_slots.TryGetValue(first, out Slots slots) || ~slots.Taken != 0;
        }
    }

    /// <summary>Gives an id back.</summary>
    public void Return(uint first, uint id)
    {
        lock (_gate)
        {
            _slots[first] = _slots[first] with { Taken = _slots[first].Taken & ~(1UL << (int)(id - first)) };
        }
    }

    /// <summary>Bit n: slot n is taken.</summary>
    private record struct Slots(ulong Taken, int Next);
}
