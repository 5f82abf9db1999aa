namespace SkillHost.Wire.Processes;

/// <summary>A file to be written in a container.</summary>
/// <param name="Place">Where; one place.</param>
/// <param name="Path">Relative path there, as <see cref="FilePaths"/> wants it.</param>
/// <param name="Mode">Its permissions, such as 0400 (octal).</param>
/// <param name="Length">Bytes; the content has to have exactly as many.</param>
/// <param name="OpenAsync">Opens the content.</param>
public sealed record DeliveredFile(
    FilePlaces Place, string Path, int Mode, long Length, Func<CancellationToken, ValueTask<Stream>> OpenAsync);
