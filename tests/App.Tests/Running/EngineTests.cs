namespace SkillHost.App.Tests.Running;

/// <summary>Tests that share one built skill on the engine.</summary>
[CollectionDefinition(Name)]
public sealed class EngineTests : ICollectionFixture<ProbeSkill>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "engine";
}
