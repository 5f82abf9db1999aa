using System.Globalization;
using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Docker.Transport;

namespace SkillHost.Docker.Images;

/// <summary>Writes the bounds of a build as the parameters of the classic builder.</summary>
internal static class BuildQuery
{
    private const int CpuPeriodMicroseconds = 100_000;
    private const long SharedMemoryBytes = 64L << 20;
    private const int OpenFiles = 4096;

    public static string Write(ImageBuildSpec spec) => EnginePath.WithQuery(
        "/build",
        ("version", "1"),
        ("t", ImageReference.Parse(spec.Tag).Text),
        ("dockerfile", spec.Dockerfile),
        ("labels", JsonSerializer.Serialize(spec.Labels, ImagesJson.Default.IReadOnlyDictionaryStringString)),
        ("buildargs", JsonSerializer.Serialize(spec.Arguments, ImagesJson.Default.IReadOnlyDictionaryStringString)),
        ("networkmode", spec.Network == ContainerNetwork.Bridge ? "bridge" : "none"),
        ("nocache", spec.NoCache ? "1" : null),
        ("rm", "1"),
        ("forcerm", "1"),
        ("memory", Number(spec.MemoryBytes)),
        ("memswap", Number(spec.MemoryBytes)),
        ("cpuperiod", Number(CpuPeriodMicroseconds)),
        ("cpuquota", Number((long)(spec.Cpus * CpuPeriodMicroseconds))),
        ("cgroupparent", spec.CgroupParent),
        ("shmsize", Number(SharedMemoryBytes)),
        ("ulimits", JsonSerializer.Serialize(
            [new("nofile", OpenFiles, OpenFiles), new("fsize", spec.FileBytes, spec.FileBytes), new("core", 0, 0)],
            ImagesJson.Default.IReadOnlyListBuildUlimitBody)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
