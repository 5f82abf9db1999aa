using SkillHost.Containers;
using SkillHost.Skills;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

public sealed class NetworkTests
{
    private const string Allowed = """{ "Skills": { "demo": { "AllowBridge": true } } }""";

    [Fact]
    public async Task Compile_BridgeUnlessTheOperatorNamesTheSkill_IsRefused()
    {
        string manifest = Manifest.With("network: bridge");

        SkillFailure failure = Assert.Single((await new PolicyHost().CompileAsync(manifest)).Failures);

        Assert.Equal(
            "demo/skill.yaml(11,10): network: seen \"bridge\", wanted none, since the operator does not allow the skill demo the bridge",
            failure.ToString());
        Assert.Equal(ContainerNetwork.Bridge, (await new PolicyHost(Allowed).PolicyAsync(manifest)).Network);
    }

    [Fact]
    public async Task Compile_BridgeAllowedButNotAskedFor_IsNone() =>
        Assert.Equal(ContainerNetwork.None, (await new PolicyHost(Allowed).PolicyAsync(Manifest.Least)).Network);

    [Fact]
    public async Task Compile_FunctionWithoutNetwork_NarrowsItsSkill()
    {
        string manifest = Manifest.WithInFunction("network: none") + "network: bridge\n";

        Assert.Equal(ContainerNetwork.None, (await new PolicyHost(Allowed).PolicyAsync(manifest)).Network);
    }

    [Fact]
    public async Task Compile_FunctionWithBridge_IsRefusedAtItsPlace() =>
        Assert.Equal(
            "functions[0].network",
            Assert.Single((await new PolicyHost().CompileAsync(Manifest.WithInFunction("network: bridge"))).Failures).Path);
}
