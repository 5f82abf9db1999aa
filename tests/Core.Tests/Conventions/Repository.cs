using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SkillHost.Core.Tests.Conventions;

/// <summary>The repository's own files.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "node_modules", "TestResults", ".git"];

    /// <summary>Folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Source files under the given folders, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Sources(params string[] folders) =>
        [.. Files().Where(f => Path.GetExtension(f) == ".cs" && folders.Any(d => f.StartsWith($"{d}/", StringComparison.Ordinal)))];

    /// <summary>Every file that belongs to the repository: what git tracks, or without git whatever is no build output.</summary>
    public static IReadOnlyList<string> Files() => Tracked() ?? Walk(Root).Order(StringComparer.Ordinal).ToArray();

    /// <summary>Text of a file; a link, or a file deleted but still tracked, is empty.</summary>
    public static string Read(string file)
    {
        FileInfo info = new(Path.Combine(Root, file));
        return info is { Exists: true, LinkTarget: null } ? File.ReadAllText(info.FullName) : "";
    }

    /// <summary>Lines of a file.</summary>
    public static string[] Lines(string file) => Read(file).TrimEnd('\n').Split('\n');

    private static string FindRoot([CallerFilePath] string here = "")
    {
        DirectoryInfo? at = new FileInfo(here).Directory;
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "SkillHost.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new DirectoryNotFoundException("the tests run away from their sources");
    }

    private static string[]? Tracked()
    {
        try
        {
            ProcessStartInfo start = new("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process git = Process.Start(start)!; // Null only where the shell is used, which it is not.
            string[] files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 && files.Length > 0 ? files : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder)
        .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
        .Concat(Directory.EnumerateDirectories(folder).Where(d => !NotOurs.Contains(Path.GetFileName(d))).SelectMany(Walk));
}
