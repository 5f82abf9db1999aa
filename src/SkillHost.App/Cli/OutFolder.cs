using SkillHost.Invocations;

namespace SkillHost.App.Cli;

/// <summary>A folder that was new or empty, so that nothing of anybody's can be overwritten by what a skill names its files.</summary>
internal sealed class OutFolder
{
    private readonly string _path;
    private readonly List<string> _complaints = [];

    private OutFolder(string path) => _path = path;

    /// <summary>What could not be written, and why; filled by <see cref="WriteAsync(InvocationResult, CancellationToken)"/>.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Makes or takes the folder.</summary>
    public static OutFolder Prepare(string path)
    {
        try
        {
            string whole = Directory.CreateDirectory(path).FullName;
            return Directory.EnumerateFileSystemEntries(whole).Any()
                ? throw new UsageException($"--out: seen {path}, which has something in it, wanted a new or empty folder")
                : new OutFolder(whole);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out: cannot use {path}: {e.Message}");
        }
    }

    /// <summary>
    /// Writes the artifacts; the result then names where each is instead of holding it. One that cannot be written stays in the
    /// result: the call has run, and what it gave is not thrown away.
    /// </summary>
    public async Task<InvocationResult> WriteAsync(InvocationResult result, CancellationToken cancellationToken)
    {
        List<InvocationArtifact> written = [];
        foreach (InvocationArtifact artifact in result.Artifacts)
        {
            written.Add(await WriteAsync(artifact, cancellationToken));
        }

        return result with { Artifacts = written };
    }

    private async Task<InvocationArtifact> WriteAsync(InvocationArtifact artifact, CancellationToken cancellationToken)
    {
        // The name is relative and has no .. in it; the host lets no other pass.
        string path = Path.Combine(_path, artifact.Name.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? _path);
            await using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
            await file.WriteAsync(artifact.Data ?? default, cancellationToken);
            return artifact with { Data = null, Path = path };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _complaints.Add($"--out: cannot write {path}: {e.Message}");
            return artifact;
        }
    }
}
