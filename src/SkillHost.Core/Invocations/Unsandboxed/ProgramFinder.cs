using SkillHost.Wire.Processes;

namespace SkillHost.Invocations.Unsandboxed;

/// <summary>Finds the program of a command as a container's process 1 does: by its path, or along <c>PATH</c>.</summary>
internal static class ProgramFinder
{
    /// <summary>Absolute path of the program, or null where there is none.</summary>
    public static string? Find(ProcessStart start)
    {
        string program = start.Arguments[0];
        if (program.Contains('/', StringComparison.Ordinal) || program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            string path = Path.GetFullPath(program, start.WorkingDirectory);
            return File.Exists(path) ? path : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? ["", ".exe"] : [""];
        return start.Environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, program + ending)))
            .FirstOrDefault(File.Exists);
    }
}
