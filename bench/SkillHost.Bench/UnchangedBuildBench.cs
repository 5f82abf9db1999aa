using System.Diagnostics;
using SkillHost.Hosting;
using SkillHost.Images;

namespace SkillHost.Bench;

/// <summary>How long it takes to see that a hundred skills need no build.</summary>
internal static class UnchangedBuildBench
{
    public static async Task RunAsync(string imagesFolder, int skills, int runs)
    {
        Report.Section($"check of {skills} unchanged skills");
        DirectoryInfo folder = DiscoveryBench.MakeSkills(skills);
        var images = new List<string>();
        try
        {
            await CheckAsync(folder.FullName, imagesFolder, images);
            Samples check = new($"check {skills} built skills, new host each time", "ms");
            for (int i = 0; i < runs; i++)
            {
                check.Add(await CheckAsync(folder.FullName, imagesFolder, images));
            }

            Report.Show(check);
        }
        finally
        {
            folder.Delete(recursive: true);
            await using var host = new BenchHost(Path.GetTempPath(), imagesFolder);
            foreach (string image in images.Distinct())
            {
                await host.Get<Containers.IImageEngine>().RemoveImageAsync(image, default);
            }
        }
    }

    private static async Task<double> CheckAsync(string skillsFolder, string imagesFolder, List<string> images)
    {
        await using var host = new BenchHost(skillsFolder, imagesFolder);
        SkillCatalog catalog = await host.LoadAsync();
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<ImageBuildReport> reports = await host.Get<IImageBuilder>()
            .BuildAsync(catalog.Skills, new ImageBuildRequest(), new Progress<ImageBuildProgress>(), default);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        images.AddRange(reports.Select(r => r.Image?.Tag ?? throw new InvalidOperationException($"{r.Skill}: {r.Message}")));
        return elapsed;
    }
}
