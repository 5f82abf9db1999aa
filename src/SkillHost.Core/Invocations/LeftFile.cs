namespace SkillHost.Invocations;

/// <summary>Something in <c>/out</c> that does not come back.</summary>
/// <param name="Name">Its path below <c>/out</c>; characters that could steer a terminal are replaced.</param>
/// <param name="Reason">Why, in words that follow "it".</param>
public sealed record LeftFile(string Name, string Reason);
