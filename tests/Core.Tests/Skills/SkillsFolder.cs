using Microsoft.Extensions.DependencyInjection;
using SkillHost.Skills;

namespace SkillHost.Tests.Skills;

/// <summary>A temporary skills folder, and the loader over it.</summary>
internal sealed class SkillsFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("skillhost-skills-");

    public string Root => _root.FullName;

    public static ISkillLoader NewLoader()
    {
        ServiceCollection services = new();
        services.AddLogging();
        return services.AddSkills().BuildServiceProvider().GetRequiredService<ISkillLoader>();
    }

    /// <summary>Writes a file, making its folder.</summary>
    public string Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string path, byte[] bytes)
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public async Task<IReadOnlyList<SkillLoadResult>> LoadAsync() => await NewLoader().LoadAsync(Root, CancellationToken.None);

    /// <summary>Loads, and gives the one result of <paramref name="folder"/>.</summary>
    public async Task<SkillLoadResult> LoadAsync(string folder) => (await LoadAsync()).Single(r => r.Folder == folder);

    /// <summary>Loads one manifest in a folder of its own.</summary>
    public static async Task<SkillLoadResult> LoadManifestAsync(string manifest, string folder = "demo")
    {
        using SkillsFolder skills = new();
        skills.Write($"{folder}/skill.yaml", manifest);
        return await skills.LoadAsync(folder);
    }

    public void Dispose() => _root.Delete(recursive: true);
}
