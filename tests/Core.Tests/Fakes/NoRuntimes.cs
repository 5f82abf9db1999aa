using SkillHost.Policies;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>A host without images of its own.</summary>
internal sealed class NoRuntimes : IRuntimeProfiles
{
    public IReadOnlyDictionary<string, RuntimeProfile> Read() => new Dictionary<string, RuntimeProfile>();
}
