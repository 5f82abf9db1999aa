namespace SkillHost.Docker.Tests.Faults;

/// <summary>Tests of faults, one after the other: each has hosts of its own, and fills the machine.</summary>
[CollectionDefinition(Name)]
public sealed class FaultHosts
{
    public const string Name = "faults";
}
