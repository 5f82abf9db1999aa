namespace SkillHost.Skills;

/// <summary>A secret a manifest asks for.</summary>
/// <param name="Name">Name: <c>A-Z 0-9 _</c>, the operator's.</param>
/// <param name="AsFile">True: a file in memory. False: an environment variable of the function's process.</param>
public sealed record SecretRequest(string Name, bool AsFile);
