using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using SkillHost.Images.Contexts;

namespace SkillHost.Images;

/// <summary>What images are built from and within which bounds. Section <c>Images</c> of the configuration.</summary>
public sealed class ImageOptions
{
    /// <summary>Folder of the runtimes. Default <c>images</c>, relative to the working directory. Set by the host's own options.</summary>
    [Required]
    [Bindable(false)]
    public string Folder { get; set; } = "images";

    /// <summary>Folder for what is remembered between runs; null remembers in memory only. Set by the host's own options.</summary>
    [Bindable(false)]
    public string? StateFolder { get; set; }

    /// <summary>Folder with process 1, one folder per architecture; null for <c>init</c> beside the program.</summary>
    public string? InitFolder { get; set; }

    /// <summary>
    /// Images a Dockerfile may start from; a <c>*</c> at the end stands for anything. Null for the default:
    /// <c>debian:bookworm-slim</c>, <c>scratch</c> and the host's own runtimes, <c>skillhost/*</c>.
    /// </summary>
    public IList<string>? ApprovedBases { get; set; }

    /// <summary>Skills whose build steps may use the network. Default none.</summary>
    public IList<string> AllowBuildNetwork { get; set; } = [];

    /// <summary>Time for one image. Default 10 min; 1 s–6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan BuildTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of memory of a build step, swap included. Default 1 GiB; 16 MiB–1 TiB.</summary>
    [Range(16L << 20, 1L << 40)]
    public long BuildMemoryBytes { get; set; } = 1L << 30;

    /// <summary>Processors of a build step. Default 2; 0.1–256.</summary>
    [Range(0.1, 256)]
    public double BuildCpus { get; set; } = 2;

    /// <summary>Processes and threads of one build, where the host may make control groups. Default 512; 16–32768.</summary>
    [Range(16, 32_768)]
    public int BuildPids { get; set; } = 512;

    /// <summary>Parent control group of build steps, for operators who make their own; null lets the host make one where it can.</summary>
    [RegularExpression("^[A-Za-z0-9/][A-Za-z0-9_./-]{0,254}$")]
    public string? BuildCgroupParent { get; set; }

    /// <summary>Bytes of a finished image, and of the largest file a build step may write. Default 2 GiB; 1 MiB–1 TiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxImageBytes { get; set; } = 2L << 30;

    /// <summary>Bytes of a skill's folder, holes in sparse files counted. Default 64 MiB; 1 KiB–16 GiB.</summary>
    [Range(1L << 10, 16L << 30)]
    public long MaxContextBytes { get; set; } = 64L << 20;

    /// <summary>Files, folders and links of a skill's folder. Default 10000; 1–1000000.</summary>
    [Range(1, 1_000_000)]
    public int MaxContextFiles { get; set; } = 10_000;

    /// <summary>Folders inside folders of a skill. Default 64; 1–256.</summary>
    [Range(1, 256)]
    public int MaxContextDepth { get; set; } = 64;

    /// <summary>
    /// Registry where hosts share what they built, such as <c>registry.example:5000</c>: asked before anything is built. Default none.
    /// </summary>
    public string? Registry { get; set; }

    /// <summary>
    /// Bytes that builds leave free where the engine on this machine keeps its data: a build that comes closer is stopped. Default
    /// 256 MiB; 0–1 TiB, 0 does not look.
    /// </summary>
    [Range(0L, 1L << 40)]
    public long MinimumFreeBytes { get; set; } = 256L << 20;

    /// <summary>Where process 1 for an engine of <paramref name="architecture"/> is to be.</summary>
    public string InitFile(string architecture) =>
        Path.Combine(InitFolder ?? Path.Combine(AppContext.BaseDirectory, "init"), $"linux-{architecture}", "skillhost-init");

    /// <summary>Bounds of a folder.</summary>
    internal ContextBounds Bounds => new(MaxContextBytes, MaxContextFiles, MaxContextDepth);

    /// <summary>The approved images in effect.</summary>
    public IReadOnlyList<string> EffectiveBases =>
        ApprovedBases is { } bases ? [.. bases] : ["debian:bookworm-slim", "scratch", "skillhost/*"];
}
