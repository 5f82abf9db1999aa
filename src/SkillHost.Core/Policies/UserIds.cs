using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SkillHost.Policies;

/// <summary>
/// Gives every skill a block of user ids of its own: the kernel counts pipes, watches and other things per user, so that a shared id
/// would let one skill starve another.
/// </summary>
internal static class UserIds
{
    private const uint First = 100_000;

    // So that the last id stays below 2^31, where tools that keep ids in a signed number still work.
    private const uint Blocks = 1 << 24;

    /// <summary>
    /// First id by name: the name's hash decides, and where two meet, the later name in ordinal order takes the next free block.
    /// </summary>
    public static IReadOnlyDictionary<string, uint> Assign(IEnumerable<string> names)
    {
        HashSet<uint> taken = [];
        Dictionary<string, uint> ids = new(StringComparer.Ordinal);
        foreach (string name in names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            uint block = Hash(name);
            while (!taken.Add(block))
            {
                block = (block + 1) % Blocks;
            }

            ids[name] = First + (block * SandboxPolicy.UserIdCount);
        }

        return ids;
    }

    private static uint Hash(string name) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))) % Blocks;
}
