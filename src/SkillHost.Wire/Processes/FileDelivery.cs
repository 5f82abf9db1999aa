namespace SkillHost.Wire.Processes;

/// <summary>What a process is given in files, and whether what it leaves in <c>/out</c> is wanted.</summary>
public sealed record FileDelivery
{
    /// <summary>Places that are emptied first, so that nothing of an earlier process is in them.</summary>
    public FilePlaces Emptied { get; init; }

    /// <summary>The files, written in this order before the process starts.</summary>
    public IReadOnlyList<DeliveredFile> Files { get; init; } = [];

    /// <summary>Whether process 1 lists <c>/out</c> once the process and everything it started have ended. Default no.</summary>
    public bool Collect { get; init; }

    /// <summary>Bytes of one file, and of all together, beyond which process 1 lists no file. Default 0: none.</summary>
    public long CollectBytes { get; init; }
}
