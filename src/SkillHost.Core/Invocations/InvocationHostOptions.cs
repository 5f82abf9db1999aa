using System.ComponentModel.DataAnnotations;

namespace SkillHost.Invocations;

/// <summary>What a host takes in and gives out, whatever the function. Section <c>Invocations</c>.</summary>
public sealed class InvocationHostOptions
{
    /// <summary>Bytes of arguments. Default 1 MiB; 1 KiB–64 MiB.</summary>
    [Range(1L << 10, 64L << 20)]
    public long MaxArgumentBytes { get; set; } = 1L << 20;

    /// <summary>Levels of nesting in arguments and in results. Default 64; 4–512.</summary>
    [Range(4, 512)]
    public int MaxJsonDepth { get; set; } = 64;
}
