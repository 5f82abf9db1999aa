using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Images;

/// <summary>What is too large to be sent is not read either.</summary>
[Collection(WholeProcess.Name)]
public sealed class HugeFileTests
{
    [Fact]
    public async Task Build_HugeSparseFile_RefusedBeforeAnythingIsRead()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", "FROM scratch\nCOPY . /\n");
        await using (FileStream sparse = File.Create(Path.Combine(skill.Folder, "sparse")))
        {
            sparse.SetLength(20L << 30);
        }

        long before = GC.GetTotalAllocatedBytes();
        ImageBuildReport report = await workshop.BuildAsync(skill);

        SkillFailure failure = Assert.Single(report.Failures);
        Assert.Equal("mine/sparse", failure.File);
        Assert.Contains("at most 67108864 bytes", failure.Wanted, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
    }
}
