namespace SkillHost.App.Tests.Http;

/// <summary>Tests that share one server with an engine.</summary>
[CollectionDefinition(Name)]
public sealed class HttpTests : ICollectionFixture<CallServer>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "http";
}
