using SkillHost.Skills.Files;

namespace SkillHost.Policies;

/// <summary>Places of the host that no skill is ever given, whatever the operator writes.</summary>
internal static class ForbiddenSources
{
    private static readonly string[] System =
    [
        "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/run", "/sbin", "/sys", "/usr",
        "/var/run", "/var/lib/containerd", "/var/lib/containers", "/var/lib/docker", "/var/lib/kubelet", "/private/etc", "/private/var/run",
        "/System", "/Library", @"C:\Windows", @"C:\ProgramData",
    ];

    // A folder an administrator made in this home may be given, as a clone of a repository is; the home and what it hides may not.
    private const string AdministratorsHome = "/root";

    // Everybody's: what lies in them may be given, they themselves may not.
    private static readonly string[] Common = ["/home", "/Users", "/tmp", "/var/tmp", "/private/tmp", @"C:\Users"];

    private static readonly string[] Credentials =
    [
        ".aws", ".azure", ".config", ".docker", ".git-credentials", ".gnupg", ".kube", ".netrc", ".npmrc", ".password-store", ".ssh",
        "id_dsa", "id_ecdsa", "id_ed25519", "id_rsa",
    ];

    private static readonly string[] Sockets = ["docker.sock", "podman.sock", "containerd.sock", "crio.sock"];

    /// <summary>Why a path may not be mounted, in words that follow "the folder"; null when it may.</summary>
    public static string? Reason(string path)
    {
        string? held = Array.Find(System, place => PathOrder.IsWithin(path, place));
        if (held is not null)
        {
            return $"is {held} or lies in it, which no skill is given";
        }

        string? below = Array.Find(System, place => PathOrder.IsWithin(place, path));
        if (below is not null)
        {
            return $"holds {below}, which no skill is given";
        }

        if (IsHomeOrHidden(path))
        {
            return $"is {AdministratorsHome} or hidden in it, which no skill is given";
        }

        string? common = Array.Find(Common, place => PathOrder.IsWithin(path, place) && PathOrder.IsWithin(place, path));
        string? secret = path.Split('/', '\\').FirstOrDefault(IsSecret);
        return common is not null ? $"is {common}, which all users share"
            : secret is not null ? $"has {secret} in its path, which no skill is given"
            : null;
    }

    /// <summary>The same by what the folder holds: credentials, as a home folder does, or an engine's socket.</summary>
    public static string? ReasonByContent(string folder)
    {
        string? secret = Credentials.Concat(Sockets).FirstOrDefault(name => FileKinds.Of(Path.Combine(folder, name)) != FileKind.Missing);
        return secret is null ? null : $"holds {secret}, which no skill is given";
    }

    private static bool IsHomeOrHidden(string path) =>
        PathOrder.IsWithin(path, AdministratorsHome)
        && (PathOrder.IsWithin(AdministratorsHome, path) || path[AdministratorsHome.Length..].Contains("/.", StringComparison.Ordinal));

    private static bool IsSecret(string part) =>
        part.StartsWith("id_", StringComparison.Ordinal)
        || Array.Exists(Credentials, name => string.Equals(name, part, StringComparison.OrdinalIgnoreCase))
        || Array.IndexOf(Sockets, part) >= 0;
}
