using SkillHost.Invocations;

namespace SkillHost.Functions;

/// <summary>A callable with its names.</summary>
internal sealed record NamedCallable(Callable Callable, FunctionNames Names);
