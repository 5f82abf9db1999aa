using System.Security.Cryptography;

namespace SkillHost.Images.Contexts;

/// <summary>Hashes of one folder's files, taken from their stamps where nothing can have changed since.</summary>
internal sealed class FileHashes(IReadOnlyDictionary<string, StampedHash> known, TimeProvider time)
{
    // A write within the clock's granularity of the last one leaves no trace in a stamp: a young stamp is not believed.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, StampedHash> _seen = new(StringComparer.Ordinal);
    private bool _read;

    /// <summary>What to remember for the next time.</summary>
    public IReadOnlyDictionary<string, StampedHash> Seen => _seen;

    /// <summary>Whether anything had to be read, or is gone.</summary>
    public bool Changed => _read || _seen.Count != known.Count;

    /// <summary>SHA-256 of a file's bytes, in hex.</summary>
    public string Get(IFolder root, string path, FolderItem item)
    {
        if (known.TryGetValue(path, out StampedHash? before) && before.Stamp == item.Stamp)
        {
            _seen[path] = before;
            return before.Hash;
        }

        using Stream stream = Folders.OpenFile(root, path, item);
        using var bounded = new ExactStream(stream, item.Stamp.Size);
        string hash = Convert.ToHexStringLower(SHA256.HashData(bounded));
        bool settled = time.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(item.Stamp.ChangedTicks) > Settled;
        _read |= settled;

        // No file has a negative size: the hash is remembered, to tell what changed, and the file is read again all the same.
        _seen[path] = new StampedHash(settled ? item.Stamp : item.Stamp with { Size = -1 }, hash);
        return hash;
    }
}
