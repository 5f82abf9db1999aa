namespace SkillHost.App.Tests.Skills;

/// <summary>Tests of the skills in <c>skills/</c>, one after the other: the first to need an image builds it, the others find it.</summary>
[CollectionDefinition(Name)]
public sealed class ShippedSkills
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "shipped skills";
}
