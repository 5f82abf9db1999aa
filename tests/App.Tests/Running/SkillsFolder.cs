namespace SkillHost.App.Tests.Running;

/// <summary>A working directory of its own with a <c>skills</c> folder and a runtime that no test builds; deleted at the end.</summary>
internal sealed class SkillsFolder : IDisposable
{
    public SkillsFolder()
    {
        Root = Directory.CreateTempSubdirectory("skillhost-app-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "skills"));
        Write("images/bash/Dockerfile", "FROM debian:bookworm-slim\n");
    }

    /// <summary>The working directory.</summary>
    public string Root { get; }

    /// <summary>Writes a file, with its folders, below the working directory.</summary>
    public SkillsFolder Write(string path, string text)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full) ?? Root);
        File.WriteAllText(full, text);
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
