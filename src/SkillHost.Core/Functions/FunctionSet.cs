using SkillHost.Skills;

namespace SkillHost.Functions;

/// <summary>The functions that came of a load, and why others did not.</summary>
/// <param name="Functions">In the order of the callables.</param>
/// <param name="Failures">One for each function, or each skill, whose name is not its own.</param>
public sealed record FunctionSet(IReadOnlyList<SkillFunction> Functions, IReadOnlyList<SkillFailure> Failures);
