using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Readme;

/// <summary>A copy of the repository as a clone would hold it, with the compiled Init so that it need not be made again; deleted at the end.</summary>
internal sealed class RepositoryCopy : IDisposable
{
    private static readonly string[] LeftOut = [".git", "bin", "obj", "TestResults", "node_modules", "artifacts"];

    public RepositoryCopy()
    {
        Root = Directory.CreateTempSubdirectory("skillhost-readme-").FullName;
        Copy(new DirectoryInfo(Repository.Root), Root);
        DirectoryInfo init = new(Path.Combine(Repository.Root, "artifacts", "init"));
        if (init.Exists)
        {
            Copy(init, Path.Combine(Root, "artifacts", "init"));
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
