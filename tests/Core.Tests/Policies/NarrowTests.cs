using SkillHost.Containers;
using SkillHost.Policies;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

public sealed class NarrowTests
{
    private static readonly SandboxPolicy Wide = new()
    {
        Limits = new ResourceLimits(),
        Network = ContainerNetwork.Bridge,
        FirstUserId = 100_000,
    };

    private readonly IPolicyCompiler _compiler = new PolicyHost().Compiler;

    [Fact]
    public void Narrow_EverythingLess_IsTaken()
    {
        PolicyNarrowing less = new()
        {
            Timeout = TimeSpan.FromSeconds(1),
            MemoryBytes = 64L << 20,
            Cpus = 0.1,
            Pids = 4,
            OutputBytes = 10,
            NoNetwork = true,
        };

        SandboxPolicy policy = _compiler.Narrow(Wide, less);

        Assert.Equal(TimeSpan.FromSeconds(1), policy.Limits.Timeout);
        Assert.Equal(64L << 20, policy.Limits.MemoryBytes);
        Assert.Equal(16L << 20, policy.Limits.TmpBytes);
        Assert.Equal(0.1, policy.Limits.Cpus);
        Assert.Equal(4, policy.Limits.Pids);
        Assert.Equal(10, policy.Limits.OutputBytes);
        Assert.Equal(ContainerNetwork.None, policy.Network);
        Assert.Equal("caller", policy.Origins["limits.memory"]);
        Assert.Equal(100_000u, policy.FirstUserId);
    }

    [Fact]
    public void Narrow_NothingOrTheSame_ChangesNothing()
    {
        Assert.Equal(Wide.Limits, _compiler.Narrow(Wide, new PolicyNarrowing()).Limits);
        PolicyNarrowing same = new() { MemoryBytes = Wide.Limits.MemoryBytes, Timeout = Wide.Limits.Timeout };
        Assert.Equal(Wide.Limits, _compiler.Narrow(Wide, same).Limits);
        Assert.Equal(ContainerNetwork.Bridge, _compiler.Narrow(Wide, same).Network);
    }

    [Fact]
    public void Narrow_WiderValues_AreRefusedTogetherWithBothNumbers()
    {
        PolicyNarrowing more = new()
        {
            Timeout = TimeSpan.FromSeconds(31),
            MemoryBytes = (256L << 20) + 1,
            Cpus = 0.51,
            Pids = 65,
            OutputBytes = 2L << 20,
        };

        PolicyDeniedException denied = Assert.Throws<PolicyDeniedException>(() => _compiler.Narrow(Wide, more));

        Texts.AssertExpected(denied.Message + "\n", "wider");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, -1)]
    [InlineData(1024, double.NaN)]
    [InlineData(long.MinValue, double.NegativeInfinity)]
    public void Narrow_UselessValues_AreRefused(long number, double cpus)
    {
        Assert.Throws<PolicyDeniedException>(() => _compiler.Narrow(Wide, new PolicyNarrowing { MemoryBytes = number }));
        Assert.Throws<PolicyDeniedException>(() => _compiler.Narrow(Wide, new PolicyNarrowing { Cpus = cpus }));
        Assert.Throws<PolicyDeniedException>(
            () => _compiler.Narrow(Wide, new PolicyNarrowing { Timeout = TimeSpan.FromTicks(Math.Min(number, 0)) }));
        Assert.Throws<PolicyDeniedException>(() => _compiler.Narrow(Wide, new PolicyNarrowing { Pids = (int)Math.Clamp(number, -1, 0) }));
        Assert.Throws<PolicyDeniedException>(() => _compiler.Narrow(Wide, new PolicyNarrowing { OutputBytes = Math.Min(number, 0) }));
    }
}
