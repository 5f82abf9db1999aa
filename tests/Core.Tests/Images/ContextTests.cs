using System.Diagnostics;
using System.Formats.Tar;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Images;

/// <summary>What of a skill's folder reaches the engine, and what never does.</summary>
public sealed class ContextTests
{
    private const string CopyAll = "FROM scratch\nCOPY . /\n";

    [Fact]
    public async Task Build_Folder_SentInOrderOwnedByRootWithoutTimes()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        string program = workshop.Write("skills/mine/b/run", "#!/bin/sh\n");
        workshop.Write("skills/mine/a.txt", "text");
        Workshop.MakeExecutable(program);

        await workshop.BuildAsync(skill);

        FakeBuild build = workshop.Engine.Builds[0];
        Assert.Equal(["Dockerfile", "a.txt", "b/", "b/run"], build.Names);
        Assert.All(build.Files.Values, f => Assert.Equal((0, 0), (f.Entry.Uid, f.Entry.Gid)));
        Assert.All(build.Files.Values, f => Assert.Equal(DateTimeOffset.UnixEpoch, f.Entry.ModificationTime));
        Assert.Equal(Convert.ToInt32("755", 8), (int)build.Files["b/run"].Entry.Mode);
        Assert.Equal(Convert.ToInt32("644", 8), (int)build.Files["a.txt"].Entry.Mode);
        Assert.Equal("text", build.Files["a.txt"].Text);
    }

    [Theory]
    [InlineData("*.log", "a.log", true)]
    [InlineData("*.log", "deep/a.log", false)]
    [InlineData("**/*.log", "deep/er/a.log", true)]
    [InlineData("**/*.log", "a.log", true)]
    [InlineData("deep", "deep/er/a.log", true)]
    [InlineData("/deep/", "deep/a", true)]
    [InlineData("deep/", "other/deep/a", false)]
    [InlineData("./deep/../deep", "deep/a", true)]
    [InlineData("*/a", "x/a", true)]
    [InlineData("*/a", "x/y/a", false)]
    [InlineData("x/**/a", "x/y/z/a", true)]
    [InlineData("x/**", "x/y", true)]
    [InlineData("?.txt", "a.txt", true)]
    [InlineData("?.txt", "ab.txt", false)]
    [InlineData("[a-c].txt", "b.txt", true)]
    [InlineData("[^a-c].txt", "b.txt", false)]
    [InlineData("a.txt", "axtxt", false)]
    [InlineData("# a.txt", "a.txt", false)]
    [InlineData("  a.txt  \r", "a.txt", true)]
    [InlineData("*\n!a.txt", "a.txt", false)]
    [InlineData("*\n!a.txt", "b.txt", true)]
    [InlineData("!a.txt\n*", "a.txt", true)]
    [InlineData("deep\n!deep/er/a", "deep/er/a", false)]
    [InlineData("deep\n!deep/er/a", "deep/er/b", true)]
    [InlineData("*\n!**/keep.me", "x/y/keep.me", false)]
    [InlineData("\\*.txt", "a.txt", true, false)]
    public async Task Build_DockerignoreLine_LeavesOutWhatMatches(string ignore, string path, bool left, bool expected = true)
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        workshop.Write("skills/mine/" + path, "x");
        workshop.Write("skills/mine/.dockerignore", ignore);

        await workshop.BuildAsync(skill);

        Assert.Equal(left == expected, !workshop.Engine.Builds[0].Files.ContainsKey(path));
    }

    [Fact]
    public async Task Build_DockerignoreNamesTheDockerfile_BuiltFromItAllTheSame()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        workshop.Write("skills/mine/.dockerignore", "Dockerfile\n");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Built, report.Outcome);
        Assert.Empty(workshop.Engine.Builds[0].Names);
        Assert.Equal(".dockerignore\n.skillhost.Dockerfile\n", workshop.Engine.Builds[0].Files[".dockerignore"].Text);
    }

    [Fact]
    public async Task Build_DockerignoreUnreadable_RefusedWithItsLine()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        workshop.Write("skills/mine/.dockerignore", "fine\n\n[a\n!\n");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(["mine/.dockerignore(3)", "mine/.dockerignore(4)"], report.Failures.Select(f => f.ToString().Split(':')[0]));
    }

    [Theory]
    [InlineData("/etc/shadow")]
    [InlineData("../other/secret")]
    [InlineData("../../../../../../etc/shadow")]
    [InlineData("sub/../../x")]
    [InlineData("up/../x")]
    public async Task Build_LinkOutOfTheFolder_RefusedAndNeverRead(string target)
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", "FROM scratch\nCOPY leak /\n");
        Directory.CreateSymbolicLink(Path.Combine(skill.Folder, "up"), ".");
        File.CreateSymbolicLink(Path.Combine(skill.Folder, "leak"), target);

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Refused, report.Outcome);
        Assert.Contains("leads out of the folder", Assert.Single(report.Failures).Seen, StringComparison.Ordinal);
        Assert.Equal("mine/leak", report.Failures[0].File);
        Assert.Empty(workshop.Engine.Builds);
    }

    [Fact]
    public async Task Build_LinkInCircle_Refused()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        File.CreateSymbolicLink(Path.Combine(skill.Folder, "a"), "b");
        File.CreateSymbolicLink(Path.Combine(skill.Folder, "b"), "a");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.All(report.Failures, f => Assert.Contains("circle", f.Seen, StringComparison.Ordinal));
        Assert.Equal(2, report.Failures.Count);
    }

    [Fact]
    public async Task Build_LinkInside_SentAsALink()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        workshop.Write("skills/mine/d/real", "x");
        File.CreateSymbolicLink(Path.Combine(skill.Folder, "d", "link"), "../d/real");

        await workshop.BuildAsync(skill);

        TarEntry entry = workshop.Engine.Builds[0].Files["d/link"].Entry;
        Assert.Equal((TarEntryType.SymbolicLink, "../d/real"), (entry.EntryType, entry.LinkName));
    }

    [Fact]
    public async Task Build_LinkToAFolderOutside_NotWalked()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        Directory.CreateSymbolicLink(Path.Combine(skill.Folder, "proc"), "/proc");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal("mine/proc", Assert.Single(report.Failures).File);
    }

    [Fact]
    public async Task Build_Fifo_RefusedWithoutWaiting()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        using Process make = Process.Start("mkfifo", Path.Combine(skill.Folder, "pipe"));
        await make.WaitForExitAsync();

        ImageBuildReport report = await workshop.BuildAsync(skill).WaitAsync(TimeSpan.FromSeconds(20));

        SkillFailure failure = Assert.Single(report.Failures);
        Assert.Equal(("mine/pipe", "a FIFO, socket or device"), (failure.File, failure.Seen));
    }

    [Fact]
    public async Task Build_DockerfileIsAFifoOrLink_RefusedWithoutWaiting()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        string path = Path.Combine(skill.Folder, "Dockerfile");
        File.Delete(path);
        File.CreateSymbolicLink(path, "/etc/passwd");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Contains(report.Failures, f => f.File == "mine/Dockerfile" && f.Seen == "a link");
    }

    [Fact]
    public async Task Build_TooManyFiles_Refused()
    {
        using var workshop = new Workshop(o => o.MaxContextFiles = 20);
        Skill skill = workshop.Own("mine", CopyAll);
        foreach (int at in Enumerable.Range(0, 20))
        {
            workshop.Write($"skills/mine/{at}", "");
        }

        ImageBuildReport refused = await workshop.BuildAsync(skill);
        File.Delete(Path.Combine(skill.Folder, "7"));
        ImageBuildReport built = await workshop.BuildAsync(skill);

        Assert.Equal("over 20 entries", Assert.Single(refused.Failures).Seen);
        Assert.Equal(ImageBuildOutcome.Built, built.Outcome);
    }

    [Fact]
    public async Task Build_TooManyIgnoredFiles_LookedAtUpToABound()
    {
        using var workshop = new Workshop(o => o.MaxContextFiles = 3);
        Skill skill = workshop.Own("mine", CopyAll);
        workshop.Write("skills/mine/.dockerignore", "many\n!many/none\n");
        foreach (int at in Enumerable.Range(0, 40))
        {
            workshop.Write($"skills/mine/many/{at}", "");
        }

        ImageBuildReport refused = await workshop.BuildAsync(skill);
        workshop.Write("skills/mine/.dockerignore", "many\n");
        ImageBuildReport built = await workshop.BuildAsync(skill);

        Assert.Contains("ignored ones included", Assert.Single(refused.Failures).Seen, StringComparison.Ordinal);
        Assert.Equal(ImageBuildOutcome.Built, built.Outcome);
    }

    [Fact]
    public async Task Build_TooDeep_Refused()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        workshop.Write("skills/mine/" + string.Concat(Enumerable.Repeat("d/", 64)) + "f", "x");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal("over 64 folders inside each other", Assert.Single(report.Failures).Seen);
    }

    [Fact]
    public async Task Build_NameOfTheHost_Refused()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        workshop.Write("skills/mine/.skillhost/init", "evil");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(["mine/.skillhost", "mine/.skillhost/init"], report.Failures.Select(f => f.File));
    }

    [Fact]
    public async Task Build_FileChangesBetweenHashAndSending_HashedAgain()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", "FROM skillhost/base\nCOPY . /\n");
        workshop.Write("skills/mine/main.py", "print(1)\n");
        workshop.Engine.OnBuild = (build, image, _) =>
        {
            // The folder was hashed; its runtime is built before the folder is sent.
            if (build.Spec.Tag.StartsWith("skillhost/base:", StringComparison.Ordinal))
            {
                workshop.Write("skills/mine/main.py", "print(2)\n");
            }

            return Task.FromResult(image);
        };

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Built, report.Outcome);
        Assert.Equal("print(2)\n", workshop.Engine.Builds[1].Files["main.py"].Text);
        Assert.Equal(4, workshop.Engine.Calls.Count(c => c == nameof(workshop.Engine.BuildImageAsync)));
        Assert.Equal(ImageBuildOutcome.UpToDate, (await workshop.BuildAsync(skill)).Outcome);
    }

    [Fact]
    public async Task Build_FileChangesEveryTime_GivenUp()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", CopyAll);
        int length = 1;

        // More than is written ahead of the reader comes before the file that changes.
        workshop.Write("skills/mine/a", new string('a', 1 << 20));
        workshop.Engine.BeforeRead = () => workshop.Write("skills/mine/z", new string('z', length++));
        workshop.Write("skills/mine/z", "");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
        Assert.StartsWith("the folder changed whenever it was built", report.Message, StringComparison.Ordinal);
        Assert.Empty(workshop.Engine.Builds);
    }
}
