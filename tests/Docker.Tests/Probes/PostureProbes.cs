using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Probes;

/// <summary>Everything a container is allowed, read back from inside, against one expectation.</summary>
public sealed class PostureProbes(CallFixture fixture) : CallTest(fixture)
{
    [Theory]
    [InlineData("probe.run")]
    [InlineData("hostile-image.run")]
    public async Task ReadEverythingBack_FromInside_NothingMoreThanExpected(string function)
    {
        string folder = Path.Combine(Repository.Root, "tests", "Docker.Tests", "Probes");
        string script = await File.ReadAllTextAsync(Path.Combine(folder, "posture.sh"));

        InvocationResult result = await Host.ShellAsync(script, function);

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder, "Expected", "posture.txt")), result.Stdout);
    }
}
