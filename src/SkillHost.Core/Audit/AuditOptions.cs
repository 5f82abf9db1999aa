using System.ComponentModel.DataAnnotations;

namespace SkillHost.Audit;

/// <summary>The audit log. Section <c>SkillHost:Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>Whether calls are written down. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Folder of the log; null for <c>audit</c> in the state folder.</summary>
    public string? Folder { get; set; }

    /// <summary>Bytes after which a new file is begun. Default 16 MiB; 64 KiB to 1 GiB.</summary>
    [Range(64 * 1024, 1L << 30)]
    public long FileBytes { get; set; } = 16L << 20;

    /// <summary>Free bytes on the log's disk below which calls are refused. Default 16 MiB; 0 to 1 TiB.</summary>
    [Range(0, 1L << 40)]
    public long MinimumFreeBytes { get; set; } = 16L << 20;
}
