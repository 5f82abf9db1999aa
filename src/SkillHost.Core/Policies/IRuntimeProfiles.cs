namespace SkillHost.Policies;

/// <summary>Knows the runtimes a manifest may name.</summary>
public interface IRuntimeProfiles
{
    /// <summary>All that there are, by name.</summary>
    IReadOnlyDictionary<string, RuntimeProfile> Read();
}
