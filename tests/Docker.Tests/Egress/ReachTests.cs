using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>What an allow-list lets through, as a program sees it that knows nothing of it.</summary>
public sealed class ReachTests(EgressFixture fixture) : EgressTest(fixture)
{
    [Fact]
    public async Task Connect_ByName_ReachesTheHostAndIsReported()
    {
        InvocationResult result = await RunAsync("print(attempt('good.test', 20080, b'hello'))");

        Assert.Equal("hello\n", result.Stdout);
        Assert.Equal("allowlist", result.Network.Mode);
        Assert.Equal(["good.test:20080"], result.Network.Reached);
        Assert.Empty(result.Network.Denied);
        Assert.Equal((5, 5), (result.Network.BytesSent, result.Network.BytesReceived));
    }
}
