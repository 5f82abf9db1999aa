using SkillHost.App.Cli.Rendering;
using SkillHost.Containers;

namespace SkillHost.App.Cli.Doctoring;

/// <summary>Whether there is room, and what bounds it.</summary>
internal static class StorageChecks
{
    private const long Little = 5L << 30;
    private const long TooLittle = 1L << 30;
    private static readonly string[] QuotaDrivers = ["btrfs", "zfs", "windowsfilter"];

    /// <summary>The engine's disk.</summary>
    public static IEnumerable<Finding> CheckEngine(EngineInfo engine)
    {
        string driver = engine.StorageFileSystem.Length > 0
            ? $"{engine.StorageDriver} on {engine.StorageFileSystem}"
            : engine.StorageDriver;
        yield return HasQuota(engine)
            ? Finding.Ok("storage quota", driver)
            : Finding.Warn(
                "storage quota", $"{driver}: none. Calls write to memory only, but a build can fill the disk until its time is up",
                "where builds are not trusted, keep the engine's data on a file system of its own, or on xfs mounted with pquota");
        if (!engine.IsLocal)
        {
            yield return Finding.Ok("engine's disk", $"{engine.DataFolder} on another machine; 'skillhost df' says what is used");
        }
        else if (Room("engine's disk", engine.DataFolder, "'skillhost gc --images', 'docker image prune', or a larger disk") is { } room)
        {
            yield return room;
        }
    }

    /// <summary>The host's own state: identity, locks, audit log.</summary>
    public static IEnumerable<Finding> CheckState(string folder)
    {
        Finding? unusable = null;
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unusable = Finding.Fail("state folder", e.Message, "make it writable for this user, or name another: SkillHost:StateFolder");
        }

        yield return unusable ?? Finding.Ok("state folder", folder);
        if (unusable is null
            && Room("state's disk", folder, "make room: without it calls are refused, since they could not be audited") is { } room)
        {
            yield return room;
        }
    }

    private static Finding? Room(string check, string folder, string remedy)
    {
        try
        {
            long free = new DriveInfo(folder).AvailableFreeSpace;
            string seen = $"{Amount.Bytes(free)} free for {folder}";
            return free < TooLittle ? Finding.Fail(check, seen, remedy)
                : free < Little ? Finding.Warn(check, seen, remedy)
                : Finding.Ok(check, seen);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static bool HasQuota(EngineInfo engine) =>
        QuotaDrivers.Contains(engine.StorageDriver)
        || (engine is { StorageDriver: "overlay2", StorageFileSystem: "xfs", IsLocal: true } && HasProjectQuota(engine.DataFolder));

    private static bool HasProjectQuota(string folder)
    {
        const string Mounts = "/proc/self/mounts";
        return File.Exists(Mounts) && File.ReadLines(Mounts).Select(line => line.Split(' '))
            .Where(parts => parts.Length > 3 && (folder + "/").StartsWith(parts[1].TrimEnd('/') + "/", StringComparison.Ordinal))
            .MaxBy(parts => parts[1].Length) is { } mount
            && mount[3].Split(',').Any(option => option is "prjquota" or "pquota");
    }
}
