using System.Security.Cryptography;

namespace SkillHost.Sandboxes;

/// <summary>
/// Who this host is, and which other hosts of the same state folder live. Each holds an exclusive lock on its own file for as long
/// as its process lives; the kernel lets go of it however the process ends.
/// </summary>
internal sealed class HostIdentity(StateFolder folder) : IDisposable
{
    private const int Attempts = 16;
    private readonly Lock _gate = new();
    private HostOwner? _owner;
    private FileStream? _lock;

    /// <summary>
    /// This host's identity; taken on first use. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public HostOwner Get()
    {
        lock (_gate)
        {
            return _owner ??= Take();
        }
    }

    /// <summary>Whether the host with this id lives.</summary>
    public bool IsAlive(string hostId) => HostOwner.IsId(hostId) && (Get().HostId == hostId || IsHeld(PathOf(hostId)));

    /// <summary>Deletes the lock files of hosts that are gone, all but those still <paramref name="needed"/>.</summary>
    public void ForgetDead(IReadOnlySet<string> needed)
    {
        foreach (string path in Directory.EnumerateFiles(HostsFolder, "*.lock"))
        {
            string hostId = Path.GetFileNameWithoutExtension(path);
            if (hostId != Get().HostId && !needed.Contains(hostId))
            {
                DeleteUnlessHeld(path);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            if (_lock is null)
            {
                return;
            }

            // Deleted while held where the system allows it, so that nobody can lock a file that is about to go.
            DeleteAround(_lock);
            _lock = null;
        }
    }

    private string HostsFolder => Path.Combine(folder.Path, "hosts");

    private string PathOf(string hostId) => Path.Combine(HostsFolder, hostId + ".lock");

    private HostOwner Take()
    {
        CreateFolder(HostsFolder);
        string stateId = StateId();
        for (int attempt = 1; ; attempt++)
        {
            string hostId = NewId();
            try
            {
                _lock = new FileStream(PathOf(hostId), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < Attempts && File.Exists(PathOf(hostId)))
            {
                // A sweeping neighbour looked at the file between its creation and its lock.
                continue;
            }

            return IsHeld(PathOf(hostId)) ? new HostOwner(stateId, hostId) : throw NoLocks();
        }
    }

    private IOException NoLocks()
    {
        DeleteAround(_lock!); // Take has just set it.
        _lock = null;
        return new IOException($"'{folder.Path}': its file system keeps no locks; wanted one that does, or another StateFolder");
    }

    private string StateId()
    {
        string path = Path.Combine(folder.Path, "id");
        for (int attempt = 1; ; attempt++)
        {
            if (File.Exists(path) && File.ReadAllText(path).Trim() is var id && HostOwner.IsId(id))
            {
                return id;
            }

            if (attempt == Attempts)
            {
                throw new IOException($"'{path}': not 16 hexadecimal digits; delete it when no host runs");
            }

            WriteStateId(path);
        }
    }

    private static void WriteStateId(string path)
    {
        string made = path + "." + NewId();
        File.WriteAllText(made, NewId());
        try
        {
            // The first of several hosts that start at once wins; the others read what it wrote.
            File.Move(made, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(made);
        }
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using FileStream probe = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whatever cannot be looked at counts as alive: another host's containers are not ours to remove.
            return true;
        }
    }

    private static void DeleteUnlessHeld(string path)
    {
        try
        {
            DeleteAround(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Held, or gone already.
        }
    }

    private static void DeleteAround(FileStream held)
    {
        if (OperatingSystem.IsWindows())
        {
            held.Dispose();
            File.Delete(held.Name);
            return;
        }

        File.Delete(held.Name);
        held.Dispose();
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
