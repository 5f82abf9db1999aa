namespace SkillHost.Policies;

/// <summary>
/// A secret that the host itself adds to what goes to one host: the container speaks plain HTTP to it, the host speaks TLS, and the secret
/// is never inside.
/// </summary>
/// <param name="Name">Name of the header, such as <c>Authorization</c>.</param>
/// <param name="Source">Name of the secret in the operator's stores.</param>
public sealed record HeaderGrant(string Name, string Source)
{
    /// <summary>What such names begin with; no manifest's secret can.</summary>
    public const string SecretPrefix = "header:";

    /// <summary>What stands before the secret in the header, such as <c>Bearer</c> and a blank. Default nothing.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Port of the host on which TLS is spoken. Default 443.</summary>
    public int TlsPort { get; init; } = 443;

    /// <summary>PEM file with the only roots trusted for the host; null for those of the host's machine.</summary>
    public string? Roots { get; init; }

    /// <summary>Name of the secret among those of a call.</summary>
    public string SecretName => SecretPrefix + Source;
}
