using System.Net;
using SkillHost.Containers;

namespace SkillHost.Docker.Baseline;

/// <summary>Refuses what the baseline cannot be laid on: an engine that cannot keep it, a specification that would slip past.</summary>
internal static class BaselineGuard
{
    private const long LeastMemory = 6L << 20;

    public static void Check(ContainerSpec spec, EngineInfo engine)
    {
        Require(
            engine.Unenforced.Count == 0,
            $"the engine cannot enforce {string.Join(", ", engine.Unenforced)}; a rootless engine needs cgroup v2 with the cpu, memory and "
            + "pids controllers delegated to its user");
        Require(
            engine.Architecture is "x64" or "arm64",
            $"the engine's machine is {engine.Architecture}; the seccomp profile knows x64 and arm64");
        Require(spec.UserId >= 100_000, $"user id {spec.UserId}; wanted at least 100000");
        Require(spec.ImageId.StartsWith("sha256:", StringComparison.Ordinal), $"image \"{spec.ImageId}\"; wanted an id (sha256:…)");
        Require(spec.Command.Count > 0 && spec.Command.All(IsText), "process 1 has no command, or one with a NUL");
        Require(spec.MemoryBytes >= LeastMemory, $"{spec.MemoryBytes} bytes of memory; wanted at least {LeastMemory}");
        Require(spec.Cpus is >= 0.01 and <= 1024, $"{spec.Cpus} processors; wanted 0.01 to 1024");
        Require(spec.Pids is > 0 and <= 65_536, $"{spec.Pids} tasks; wanted 1 to 65536");
        Require(spec.OpenFiles is > 0 and <= 1_048_576, $"{spec.OpenFiles} open files; wanted 1 to 1048576");
        Require(spec.SharedMemoryBytes > 0, $"{spec.SharedMemoryBytes} bytes of shared memory; wanted more than 0");
        CheckNames(spec);
        CheckFileSystems(spec);
    }

    private static void CheckNames(ContainerSpec spec)
    {
        foreach (var name in spec.Environment.Keys.Concat(spec.ImageEnvironment))
        {
            Require(name.Length > 0 && IsText(name) && !name.Contains('='), $"\"{name}\" is no name of an environment variable");
        }

        Require(spec.Environment.Values.All(IsText), "an environment variable holds a NUL");
        foreach (var host in spec.Hosts)
        {
            Require(Uri.CheckHostName(host.Key) == UriHostNameType.Dns, $"\"{host.Key}\" is no host name");
            Require(IPAddress.TryParse(host.Value, out _), $"\"{host.Value}\" is no address for {host.Key}");
        }
    }

    private static void CheckFileSystems(ContainerSpec spec)
    {
        foreach (var tmpfs in spec.Tmpfs)
        {
            CheckTarget(tmpfs.Target);
            Require(
                tmpfs.SizeBytes > 0 && tmpfs.Inodes > 0,
                $"{tmpfs.Target} has {tmpfs.SizeBytes} bytes and {tmpfs.Inodes} files; wanted more than 0");
        }

        foreach (var mount in spec.Mounts)
        {
            CheckTarget(mount.Target);
            Require(mount.Source.StartsWith('/') && IsText(mount.Source), $"mount source \"{mount.Source}\"; wanted an absolute path");
        }
    }

    private static void CheckTarget(string target) => Require(
        target.Length > 1 && target[0] == '/' && IsText(target) && target.IndexOfAny([':', ',']) < 0
            && !target.Split('/').Any(part => part is "." or "..")
            && !IsUnder(target, "/proc") && !IsUnder(target, "/sys") && !IsUnder(target, "/dev"),
        $"mount target \"{target}\"; wanted an absolute path outside /proc, /sys and /dev, without : , . or ..");

    private static bool IsUnder(string path, string folder) =>
        path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static bool IsText(string text) => !text.Contains('\0');

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new EngineException(EngineFailure.BadRequest, $"no container is made: {message}");
        }
    }
}
