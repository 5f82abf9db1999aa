using Microsoft.Extensions.DependencyInjection;
using SkillHost.Docker.Tests.Warm;
using SkillHost.Egress;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>The allow-list of a container that was started before anybody knew of the call.</summary>
public sealed class WarmTests(EgressFixture fixture) : IClassFixture<EgressFixture>
{
    private const string Try = """
        speak() {
          (exec 3<>/dev/tcp/$1/$2 && echo "$1" >&3 && head -n 1 <&3) 2>/dev/null || echo "no $1 $2"
        }
        speak good.test 20080
        speak good.test 20081
        speak evil.test 20080
        speak private.test 20080
        """;

    [Fact]
    public async Task Call_InAContainerThatHasWaited_ObeysTheAllowListAsAColdOne()
    {
        int before = fixture.Forbidden.Taken;
        await using WarmHost host = await WarmHost.StartAsync(
            "warm: 2\nnetwork: { allowHosts: [good.test:20080, private.test:20080] }",
            new Dictionary<string, string?>
            {
                ["SkillHost:Policies:AllowHosts:0:Host"] = "good.test:20080",
                ["SkillHost:Policies:AllowHosts:0:Addresses:0"] = fixture.Address.ToString(),
                ["SkillHost:Policies:AllowHosts:1"] = "private.test:20080",
            },
            services => services.AddSingleton<IHostResolver>(fixture.Names));
        await host.UntilAsync("warm", 2);

        InvocationResult warm = await host.RunAsync(Try);
        InvocationResult next = await host.RunAsync("echo nothing");
        InvocationResult cold = await host.RunAsync(Try, new InvocationOptions { Narrowing = new PolicyNarrowing { Cpus = 0.25 } });

        Assert.Equal((SandboxKind.Warm, SandboxKind.Warm, SandboxKind.Cold), (warm.Container, next.Container, cold.Container));
        Assert.Equal("good.test\nno good.test 20081\nno evil.test 20080\nno private.test 20080\n", warm.Stdout);
        Assert.Equal(cold.Stdout, warm.Stdout);
        Assert.Equal("allowlist", warm.Network.Mode);
        Assert.Equal(["good.test:20080"], warm.Network.Reached);
        Assert.Contains("evil.test: it is not on the allow-list", warm.Network.Denied);
        Assert.Contains(
            "private.test:20080: it has an address that is not public and that the operator has not named", warm.Network.Denied);
        Assert.Equal(cold.Network.Reached, warm.Network.Reached);
        Assert.Equal(cold.Network.Denied, warm.Network.Denied);
        Assert.Equal((10, 10), (warm.Network.BytesSent, warm.Network.BytesReceived));
        Assert.Empty(next.Network.Reached);
        Assert.Empty(next.Network.Denied);
        Assert.Equal(before, fixture.Forbidden.Taken);
    }
}
