namespace SkillHost.Secrets;

/// <summary>How long the value of a secret may be.</summary>
public static class SecretBounds
{
    /// <summary>
    /// Fewest bytes: anything shorter occurs in output by chance, and could not be blacked out without blacking out the rest.
    /// </summary>
    public const int LeastBytes = 6;

    /// <summary>Most bytes.</summary>
    public const int MostBytes = 8 * 1024;
}
