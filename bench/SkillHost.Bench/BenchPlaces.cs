namespace SkillHost.Bench;

/// <summary>Where skills and images are: the repository's images and those that only the bench needs, in one folder.</summary>
internal sealed class BenchPlaces : IDisposable
{
    private readonly DirectoryInfo _images = Directory.CreateTempSubdirectory("skillhost-bench-images-");

    public BenchPlaces(string root)
    {
        Skills = Path.Combine(root, "bench", "skills");
        Warm = Path.Combine(root, "bench", "warm");
        Copy(Path.Combine(root, "images"), Images);
        Copy(Path.Combine(root, "bench", "images"), Images);
    }

    public string Skills { get; }

    public string Warm { get; }

    public string Images => _images.FullName;

    public static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? to);
            File.Copy(file, target);
        }
    }

    public void Dispose() => _images.Delete(recursive: true);
}
