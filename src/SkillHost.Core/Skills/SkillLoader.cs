using Microsoft.Extensions.Logging;
using SkillHost.Skills.Files;

namespace SkillHost.Skills;

/// <inheritdoc cref="ISkillLoader" />
internal sealed partial class SkillLoader(ILogger<SkillLoader> logger) : ISkillLoader
{
    public async Task<IReadOnlyList<SkillLoadResult>> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        string root = Path.GetFullPath(folder);
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException(
                $"'{folder}': no such folder, wanted the one that holds the skills (--skills or SkillHost:SkillsFolder)");
        }

        string[] folders = [.. Directory.EnumerateFileSystemEntries(root).Where(IsCandidate).Order(StringComparer.Ordinal)];
        SkillLoadResult[] results = new SkillLoadResult[folders.Length];
        ParallelOptions options = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };

        // Reading is synchronous and, by the bounds it keeps, short; one thread per processor is as fast as it gets.
        await Task.Run(() => Parallel.For(0, folders.Length, options, i => results[i] = Read(folders[i])), cancellationToken);
        Log.Loaded(logger, results.Count(r => r.Skill is not null), results.Count(r => r.Skill is null));
        return results;
    }

    private static bool IsCandidate(string path) => !Path.GetFileName(path).StartsWith('.') && FileKinds.Of(path) switch
    {
        FileKind.Folder or FileKind.Unreadable => true,
        FileKind.Link => !LeadsToFile(path),
        _ => false,
    };

    // A link to a file is no skill; one to a folder, to nowhere or to itself is reported, not passed over.
    private static bool LeadsToFile(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: true) is FileInfo { Exists: true };
        }
        catch (IOException)
        {
            return false;
        }
    }

    private SkillLoadResult Read(string folder)
    {
        try
        {
            return SkillFolderReader.Read(folder);
        }
        catch (Exception e)
        {
            // Whatever a folder provokes, the other skills must load.
            string name = Path.GetFileName(folder);
            Log.Broken(logger, e, name);
            return new SkillLoadResult(name, null, [Failure(name)]);
        }
    }

    private static SkillFailure Failure(string folder) => new()
    {
        File = Shown.Words(folder),
        Seen = "a folder that made the reader fail",
        Wanted = "a folder that can be read; the log says more",
    };

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Debug, "Loaded {Skills} skills; {Refused} folders refused")]
        public static partial void Loaded(ILogger logger, int skills, int refused);

        [LoggerMessage(1202, LogLevel.Error, "Reading the skill folder {Folder} failed")]
        public static partial void Broken(ILogger logger, Exception exception, string folder);
    }
}
