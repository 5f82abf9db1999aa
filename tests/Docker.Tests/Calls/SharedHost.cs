namespace SkillHost.Docker.Tests.Calls;

/// <summary>Tests that share one host, one after the other: what they measure and list is the whole host's.</summary>
[CollectionDefinition(Name)]
public sealed class SharedHost : ICollectionFixture<CallFixture>
{
    public const string Name = "calls";
}
