namespace SkillHost.Docker.Tests.Servers;

/// <summary>Tests that share one host over servers.</summary>
[CollectionDefinition(Name)]
public sealed class ServerHost : ICollectionFixture<ServerFixture>
{
    public const string Name = "servers";
}
