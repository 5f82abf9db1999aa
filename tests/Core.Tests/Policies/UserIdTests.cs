using SkillHost.Policies;
using SkillHost.Skills;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

public sealed class UserIdTests
{
    [Fact]
    public async Task Compile_SameSkillAnywhere_KeepsItsBlock()
    {
        Skill skill = await SkillAsync();

        uint alone = First(new PolicyHost().Compiler.Compile([skill]).Single());
        uint among = First(new PolicyHost().Compiler.Compile([.. Named(skill, 500), skill])[^1]);

        Assert.Equal(alone, among);
        Assert.Equal(634_773_920u, alone);
    }

    [Fact]
    public async Task Compile_ThousandsOfSkills_HaveApartBlocksOfUnprivilegedIds()
    {
        Skill skill = await SkillAsync();

        uint[] firsts = [.. new PolicyHost().Compiler.Compile([.. Named(skill, 5000)]).Select(First).Order()];

        Assert.All(firsts.Zip(firsts.Skip(1)), pair => Assert.True(pair.Second - pair.First >= SandboxPolicy.UserIdCount));
        Assert.True(firsts[0] >= 100_000);
        Assert.True(firsts[^1] + SandboxPolicy.UserIdCount <= int.MaxValue);
    }

    [Fact]
    public async Task Compile_NamesOfTheSameHash_TakeBlocksBesideEachOther()
    {
        Skill skill = await SkillAsync();
        IPolicyCompiler compiler = new PolicyHost().Compiler;
        Skill[] two = [.. Named(skill, 20_000).GroupBy(s => First(compiler.Compile([s]).Single())).First(g => g.Count() > 1).Take(2)];

        uint[] firsts = [.. compiler.Compile(two).Select(First)];

        Assert.Equal((uint)SandboxPolicy.UserIdCount, Math.Max(firsts[0], firsts[1]) - Math.Min(firsts[0], firsts[1]));
        Assert.Equal(firsts, compiler.Compile([two[1], two[0]]).Reverse().Select(First));
    }

    private static async Task<Skill> SkillAsync() => (await SkillsFolder.LoadManifestAsync(Manifest.Least)).Skill!;

    private static IEnumerable<Skill> Named(Skill skill, int count) =>
        Enumerable.Range(0, count).Select(i => skill with { Name = new SkillName($"skill-{i}") });

    private static uint First(SkillPolicies policies) => policies.Functions["hello"].FirstUserId;
}
