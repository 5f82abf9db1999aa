using System.Text.RegularExpressions;

namespace SkillHost.Images;

/// <summary>Where a registry is, as it stands in front of an image's name.</summary>
public static partial class RegistryAddress
{
    /// <summary>What is wanted.</summary>
    public const string Wanted = "host:port or host.domain, and a path where it has one, such as registry.example:5000/team";

    /// <summary>Whether an engine would take it for a registry, rather than for a folder at Docker's own.</summary>
    public static bool IsValid(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Length <= 200 && Form().IsMatch(address);
    }

    // No capital letters: engines take a host with one for a name that is not allowed.
    [GeneratedRegex(
        @"^(localhost|[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+|[a-z0-9][a-z0-9-]*(?=:))(:[0-9]{1,5})?"
        + @"(/[a-z0-9]+([._-][a-z0-9]+)*)*\z")]
    private static partial Regex Form();
}
