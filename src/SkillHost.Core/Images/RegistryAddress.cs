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

    /// <summary>The registry in an image's name, such as <c>ghcr.io</c> of <c>ghcr.io/a/b</c>; null for Docker's own.</summary>
    public static string? HostOf(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        int slash = reference.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? "" : reference[..slash];

        // A first part with neither dot nor colon is a name at Docker's own registry.
        bool isHost = first.AsSpan().ContainsAny('.', ':') || first == "localhost";
        return isHost && first is not ("docker.io" or "index.docker.io") ? first : null;
    }

    // No capital letters: engines take a host with one for a name that is not allowed.
    [GeneratedRegex(
        @"^(localhost|[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+|[a-z0-9][a-z0-9-]*(?=:))(:[0-9]{1,5})?"
        + @"(/[a-z0-9]+([._-][a-z0-9]+)*)*\z")]
    private static partial Regex Form();
}
