namespace SkillHost.Docker.Info;

/// <summary>The kernel this process runs on, to compare with the engine's.</summary>
/// <param name="HostName">Name of the machine or container.</param>
/// <param name="Release">Kernel release, such as <c>6.1.0-13-amd64</c>.</param>
internal sealed record LocalKernel(string HostName, string Release)
{
    /// <summary>This process's kernel, or null where it is no Linux.</summary>
    public static LocalKernel? Read()
    {
        const string Folder = "/proc/sys/kernel";
        return OperatingSystem.IsLinux() && Directory.Exists(Folder)
            ? new LocalKernel(File.ReadAllText($"{Folder}/hostname").Trim(), File.ReadAllText($"{Folder}/osrelease").Trim())
            : null;
    }
}
