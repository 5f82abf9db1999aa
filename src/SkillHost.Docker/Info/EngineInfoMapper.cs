using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Info;

/// <summary>Reads an engine's account of itself.</summary>
internal static class EngineInfoMapper
{
    public static EngineInfo Map(InfoBody body, DockerAddress address, string apiVersion, LocalKernel? kernel)
    {
        var security = (body.SecurityOptions ?? []).Select(ReadOption).ToList();
        return new EngineInfo
        {
            Address = address.Text,
            Version = body.ServerVersion,
            ApiVersion = apiVersion,
            Architecture = body.Architecture switch { "x86_64" => "x64", "aarch64" => "arm64", var other => other },
            CgroupVersion = body.CgroupVersion == "2" ? 2 : 1,
            CgroupDriver = body.CgroupDriver,
            SecurityOptions = security,
            Processors = body.Processors,
            MemoryBytes = body.MemTotal,
            IsLocal = IsLocal(body, address, kernel),
            DataFolder = body.DockerRootDir,
            Warnings = [.. body.Warnings ?? [], .. Warn(address)],
            Runtimes = [.. (body.Runtimes ?? new Dictionary<string, JsonElement>()).Keys],
            HasSwapLimit = body.SwapLimit,
            KernelVersion = body.KernelVersion,
            StorageDriver = body.Driver,
            StorageFileSystem = body.DriverStatus?.FirstOrDefault(pair => pair is ["Backing Filesystem", _])?[1] ?? "",
            Unenforced = [.. FindUnenforced(body, security)],
        };
    }

    // Written as "name=seccomp,profile=default".
    private static string ReadOption(string option)
    {
        var first = option.Split(',')[0];
        return first.StartsWith("name=", StringComparison.Ordinal) ? first["name=".Length..] : first;
    }

    // Docker Desktop has a kernel of its own, whatever its socket looks like.
    private static bool IsLocal(InfoBody body, DockerAddress address, LocalKernel? kernel) =>
        kernel is not null && address.Scheme == DockerScheme.Unix && body.OperatingSystem != "Docker Desktop"
        && body.Name == kernel.HostName && body.KernelVersion == kernel.Release;

    private static IEnumerable<string> Warn(DockerAddress address)
    {
        if (address.IsExposed)
        {
            yield return $"{address.Text} is reached without TLS: whoever can reach it, or sits on the way, is root on its machine";
        }
    }

    private static IEnumerable<string> FindUnenforced(InfoBody body, List<string> security)
    {
        if (!body.MemoryLimit)
        {
            yield return "memory";
        }

        if (!body.CpuCfsQuota)
        {
            yield return "cpus";
        }

        if (!body.PidsLimit)
        {
            yield return "pids";
        }

        if (!security.Contains("seccomp"))
        {
            yield return "seccomp";
        }
    }
}
