using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkillHost.Docker.Info;

/// <summary>What is read of the engine's account of itself.</summary>
internal sealed record InfoBody
{
    public string ServerVersion { get; init; } = "";

    public string Architecture { get; init; } = "";

    public string CgroupVersion { get; init; } = "";

    public string CgroupDriver { get; init; } = "";

    public IReadOnlyList<string>? SecurityOptions { get; init; }

    [JsonPropertyName("NCPU")]
    public int Processors { get; init; }

    public long MemTotal { get; init; }

    public IReadOnlyList<string>? Warnings { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Runtimes { get; init; }

    public string KernelVersion { get; init; } = "";

    public string OperatingSystem { get; init; } = "";

    public string Name { get; init; } = "";

    public bool MemoryLimit { get; init; }

    public bool CpuCfsQuota { get; init; }

    public bool PidsLimit { get; init; }

    public bool SwapLimit { get; init; }

    /// <summary>Name of the storage driver.</summary>
    public string Driver { get; init; } = "";

    /// <summary>Pairs of a name and a value.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? DriverStatus { get; init; }
}
