namespace SkillHost.Policies;

/// <summary>A secret that a manifest asks for.</summary>
/// <param name="Name">Name in the manifest, and inside the container.</param>
/// <param name="Source">Name in the operator's stores; null where the operator has granted none, so that no call can run.</param>
/// <param name="AsFile">True: a file in <c>/run/secrets</c>. False: a variable of the function's process.</param>
public sealed record SecretGrant(string Name, string? Source, bool AsFile);
