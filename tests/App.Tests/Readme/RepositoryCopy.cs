using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Readme;

/// <summary>A copy of what a clone holds, tests left out, with what the launcher has compiled from the same
/// sources, which it checks by itself; deleted at the end.</summary>
internal sealed class RepositoryCopy : IDisposable
{
    private static readonly string[] LeftOut = [".git", "bin", "obj", "TestResults", "node_modules", "artifacts", "tests", "bench"];

    public RepositoryCopy()
    {
        Root = Directory.CreateTempSubdirectory("skillhost-readme-").FullName;
        Copy(new DirectoryInfo(Repository.Root), Root);
        foreach (string made in (string[])["artifacts/init", "artifacts/app"])
        {
            DirectoryInfo from = new(Path.Combine(Repository.Root, made));
            if (from.Exists)
            {
                Copy(from, Path.Combine(Root, made));
            }
        }
    }

    /// <summary>Where it is.</summary>
    public string Root { get; }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileInfo file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (DirectoryInfo folder in from.EnumerateDirectories().Where(f => !LeftOut.Contains(f.Name)))
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }
}
