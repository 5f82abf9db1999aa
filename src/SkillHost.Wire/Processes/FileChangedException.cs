namespace SkillHost.Wire.Processes;

/// <summary>A file that was to be delivered has more or fewer bytes than was said.</summary>
public sealed class FileChangedException(string path) : Exception($"The file {path} has changed while it was read.")
{
    /// <summary>Its path in the container.</summary>
    public string Path { get; } = path;
}
