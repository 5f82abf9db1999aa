namespace SkillHost.Images.Dockerfiles;

/// <summary>WORKDIR: absolute, and nowhere the kernel's own files are.</summary>
internal sealed class WorkdirRule(DockerfileFailures failures)
{
    private const string Wanted = "an absolute path, not in /proc, /sys or /dev, its variables set in this file";

    /// <summary>Checks one and replaces its variables, so that the engine sees the path that was checked.</summary>
    public CheckedLine Check(DockerfileInstruction instruction, char escape, DockerfileVariables variables)
    {
        // Whether a variable in quotes, or after an escape, is one at all depends on which.
        bool unclear = instruction.Rest.Contains('$') && DockerfileWords.IsQuoted(instruction.Rest, escape);
        string? path = unclear ? null : variables.Expand(DockerfileWords.Unquote(instruction.Rest, escape));
        if (path == null || path.AsSpan().IndexOfAny("$\"'\\`") >= 0 || path.Contains(escape) || !ImagePaths.IsWorkingDirectory(path))
        {
            failures.Add(instruction, Wanted);
        }

        return new CheckedLine(instruction.Line, $"WORKDIR {path}");
    }
}
