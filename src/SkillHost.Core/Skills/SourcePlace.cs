namespace SkillHost.Skills;

/// <summary>A place in a text file, both from 1.</summary>
/// <param name="Line">Line.</param>
/// <param name="Column">Column.</param>
public readonly record struct SourcePlace(int Line, int Column);
