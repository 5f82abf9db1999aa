namespace SkillHost.Sandboxes.Held;

/// <summary>Names a session: one that a caller has begun is not found by another who gives the same id.</summary>
/// <param name="Caller">Who began it, as <c>InvocationOptions.Caller</c> has it.</param>
/// <param name="Id">What its calls give, 1 to 128 characters.</param>
public readonly record struct SessionId(string Caller, string Id);
