using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.Tests.Policies;

/// <summary>The runtimes of a host as these tests have it.</summary>
internal sealed class FixedRuntimes : IRuntimeProfiles
{
    public IReadOnlyDictionary<string, RuntimeProfile> Read() => new Dictionary<string, RuntimeProfile>
    {
        ["python"] = new(),
        ["bash"] = new() { Limits = new LimitRequest { MemoryBytes = 32L << 20, Pids = 16 } },
        ["dotnet"] = new() { Limits = new LimitRequest { MemoryBytes = 256L << 20, TmpBytes = 128L << 20 }, ExecutableTmp = true },
    };
}
