namespace SkillHost.App.Tests.Running;

/// <summary>Tests that need the engine and bring all else; too heavy to go several at once.</summary>
[CollectionDefinition(Name)]
public sealed class OwnFolderTests
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "own folder";
}
