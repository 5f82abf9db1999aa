using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

/// <summary>Folders that would fill a host or an engine if they were read or sent whole.</summary>
[Collection(OwnFolderTests.Name)]
public sealed class HugeFolderTests
{
    // Too little for any of the folders, and enough for the program.
    private const string SmallHeap = "DOTNET_GCHeapHardLimit=0x5000000";

    [EngineFact]
    public async Task Build_OfFoldersTooLargeToSend_RefusesThemAndBuildsTheOther()
    {
        using SkillsFolder folder = new();
        string suffix = Guid.NewGuid().ToString("n")[..8];
        string[] names = [.. ((string[])["sparse", "many", "deep", "good"]).Select(n => $"{n}-{suffix}")];
        Array.ForEach(names, name => folder.WriteBash(name, "echo fine"));
        using (FileStream sparse = File.Create(Path.Combine(folder.Root, "skills", names[0], "sparse")))
        {
            sparse.SetLength(20L << 30);
        }

        for (int i = 0; i < 30_000; i++)
        {
            string inside = Path.Combine(folder.Root, "skills", names[1], $"{i / 1000}");
            Directory.CreateDirectory(inside);
            File.Create(Path.Combine(inside, $"{i}")).Dispose();
        }

        Directory.CreateDirectory(Path.Combine([folder.Root, "skills", names[2], .. Enumerable.Repeat("d", 1000)]));
        try
        {
            ProgramResult build = await SkillHostProgram.RunAsync(folder.Root, "", ["build"], SmallHeap);

            Assert.Equal(1, build.ExitCode);
            string said = build.Out + build.Error;
            Assert.Matches($"{names[0]}/sparse: seen 2147[0-9]+ bytes or more, wanted at most", said);
            Assert.Matches($"{names[1]}: seen over 10000 entries, wanted at most", said);
            Assert.Matches($"{names[2]}/d/d.*: seen over 64 folders inside each other, wanted at most", said);
            ProgramResult run = await SkillHostProgram.RunAsync(folder.Root, "run", $"{names[3]}.run");
            Assert.Equal("fine\n", run.Out);
        }
        finally
        {
            foreach (string name in names)
            {
                await ProbeSkill.RemoveImagesAsync($"skillhost/skill-{name}:");
            }
        }
    }
}
