namespace SkillHost.Core.Tests;

/// <summary>Tests that measure what this whole process holds or asks for: they run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    /// <summary>For <c>[Collection]</c>.</summary>
    public const string Name = "Whole process";
}
