using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>Checks the files of a call before anything else is done for it.</summary>
internal static class FileCheck
{
    private const long PageBytes = 4096;

    /// <summary>What is wrong with them, worded for whoever sent them, or null.</summary>
    public static string? Check(CallContext call)
    {
        IReadOnlyList<InvocationFile> files = call.Options.Files;
        long most = call.Policy.Limits.InBytes;
        if (files.Count == 0)
        {
            return null;
        }

        if (most == 0)
        {
            return $"{call.Name} takes no files, got {files.Count}; its manifest would have to state limits.in";
        }

        if (files.Count > FilePaths.MaxFiles)
        {
            return $"{call.Name} got {files.Count} files, at most {FilePaths.MaxFiles} are wanted";
        }

        // In memory every file takes whole pages.
        long total = files.Sum(file => file.Length < 0 ? most : (file.Length + PageBytes - 1) / PageBytes * PageBytes);
        return total > most
            ? $"the files of {call.Name} take {total} bytes, each rounded up to {PageBytes}; at most {most} are wanted"
            : CheckNames(call.Name, files);
    }

    private static string? CheckNames(string function, IReadOnlyList<InvocationFile> files)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (InvocationFile file in files)
        {
            if (!FilePaths.IsRight(file.Name))
            {
                return $"a file of {function} has a name that may not be, wanted a relative path such as data/sales.csv";
            }

            if (!names.Add(file.Name))
            {
                return $"{function} got the file {file.Name} twice";
            }
        }

        return files.Select(file => Folders(file.Name).FirstOrDefault(names.Contains)).FirstOrDefault(name => name is not null) is { } both
            ? $"{function} got {both} as a file and as a folder"
            : null;
    }

    private static IEnumerable<string> Folders(string name)
    {
        for (int slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            yield return name[..slash];
        }
    }
}
