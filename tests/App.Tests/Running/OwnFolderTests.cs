namespace SkillHost.App.Tests.Running;

/// <summary>Tests that need the engine and bring all else, beside those that share a skill; heavy enough to go one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OwnFolderTests
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "own folder";
}
