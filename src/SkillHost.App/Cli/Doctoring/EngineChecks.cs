using System.Globalization;
using SkillHost.App.Cli.Rendering;
using SkillHost.Containers;

namespace SkillHost.App.Cli.Doctoring;

/// <summary>What the engine says of itself, judged.</summary>
internal static class EngineChecks
{
    private const UnixFileMode Everyone = UnixFileMode.OtherWrite;
    private const string UnixPrefix = "unix://";

    /// <summary>All findings about the engine.</summary>
    public static IEnumerable<Finding> Check(EngineInfo engine)
    {
        yield return Finding.Ok("engine", $"{engine.Version} (API {engine.ApiVersion}) at {engine.Address}");
        string processors = Amount.Count(engine.Processors, "processor");
        yield return engine.Architecture is "x64" or "arm64"
            ? Finding.Ok(
                "machine", $"{engine.Architecture}, {processors}, {Amount.Bytes(engine.MemoryBytes)}, kernel {engine.KernelVersion}")
            : Finding.Fail("machine", engine.Architecture, "use an engine on x64 or arm64: the profile of system calls knows no other");
        yield return Socket(engine);
        yield return Limits(engine);
        yield return engine.SecurityOptions.Contains("seccomp")
            ? Finding.Ok("seccomp", "on")
            : Finding.Fail(
                "seccomp", "not in this kernel or engine", "use a kernel with CONFIG_SECCOMP_FILTER and an engine built with seccomp");
        yield return engine.HasSwapLimit
            ? Finding.Ok("swap accounting", "on: memory limits count swap")
            : Finding.Warn(
                "swap accounting", "off: a call may take as much swap as its memory again",
                "boot with swapaccount=1 (cgroup 1), use cgroup 2, or turn swap off");
        yield return UserNamespaces(engine);
        foreach (string warning in engine.Warnings)
        {
            yield return Finding.Warn(
                "engine's warning", warning, "see the engine's documentation; where it is about TLS, use ssh:// or a socket");
        }
    }

    private static Finding Limits(EngineInfo engine)
    {
        string cgroup = string.Create(CultureInfo.InvariantCulture, $"cgroup {engine.CgroupVersion}, {engine.CgroupDriver}");
        return engine.Unenforced.Except(["seccomp"]).ToArray() is { Length: > 0 } missing
            ? Finding.Fail(
                "limits", $"{cgroup}: cannot enforce {string.Join(", ", missing)}",
                "mount the controllers; for a rootless engine, cgroup 2 with cpu, memory and pids delegated to its user")
            : Finding.Ok("limits", $"{cgroup}: memory, processors and processes");
    }

    private static Finding UserNamespaces(EngineInfo engine) =>
        engine.SecurityOptions.FirstOrDefault(o => o is "rootless" or "userns") is { } kind
            ? Finding.Ok("user namespaces", kind == "rootless" ? "the engine runs without root" : "ids inside are mapped to others outside")
            : Finding.Warn(
                "user namespaces", "off: ids inside are the machine's own (calls never run as root)",
                "for a second wall, run a rootless engine, or set \"userns-remap\": \"default\" in the engine's daemon.json");

    private static Finding Socket(EngineInfo engine)
    {
        string path = engine.Address.StartsWith(UnixPrefix, StringComparison.Ordinal) ? engine.Address[UnixPrefix.Length..] : "";
        if (path.Length == 0 || OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return Finding.Ok("socket", "not a socket of this machine; who may use it is the other machine's business");
        }

        UnixFileMode mode = File.GetUnixFileMode(path);
        string octal = Convert.ToString((int)mode, 8);
        return mode.HasFlag(Everyone)
            ? Finding.Warn("socket", $"{path}, mode {octal}: every user of this machine is root through it", $"chmod 660 {path}")
            : Finding.Ok("socket", $"{path}, mode {octal}");
    }
}
