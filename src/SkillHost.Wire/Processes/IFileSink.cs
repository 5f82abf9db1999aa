namespace SkillHost.Wire.Processes;

/// <summary>Takes what a <see cref="FileListing"/> reads.</summary>
public interface IFileSink
{
    /// <summary>A file begins: its path is right and new, its size within what is left.</summary>
    void Found(string path, long size);

    /// <summary>The next bytes of the file that began last.</summary>
    void Data(ReadOnlySpan<byte> bytes);

    /// <summary>The file that began last is whole.</summary>
    void Whole();

    /// <summary>
    /// Something is left out, at most <see cref="FilePaths.MaxFiles"/> times; where a file had begun under this path, it is not whole.
    /// </summary>
    void Left(string path, LeftReason reason);
}
