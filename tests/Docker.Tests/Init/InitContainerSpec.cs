using SkillHost.Wire;

namespace SkillHost.Docker.Tests.Init;

/// <summary>What differs from one test's container to another's.</summary>
internal sealed record InitContainerSpec
{
    /// <summary>Image that holds process 1; null for a Debian into which it is mounted.</summary>
    public string? Image { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public long MemoryBytes { get; init; } = 64 << 20;

    public int Pids { get; init; } = 32 + InitFacts.Threads;

    /// <summary>Whether the test speaks to the stream itself.</summary>
    public bool RawTransport { get; init; }
}
