using System.Text.RegularExpressions;

namespace SkillHost.Skills;

/// <summary>
/// Where in a container a folder may appear: apart from everything the system, the skill's code and the host's own files use.
/// </summary>
internal static partial class MountTargets
{
    /// <summary>What a target looks like.</summary>
    public const string Form = "an absolute path inside the container such as /data";

    private static readonly string[] Reserved =
    [
        "bin", "boot", "dev", "etc", "in", "lib", "lib32", "lib64", "libx32", "out", "proc", "root", "run", "sbin", "skill", "sys",
        "tmp", "usr", "var",
    ];

    /// <summary>What is wanted instead, or null when the target is right.</summary>
    public static string? Misses(string target)
    {
        if (!Target().IsMatch(target) || target.Split('/').Any(part => part is "." or ".."))
        {
            return $"{Form}: letters, digits and . _ - between slashes, at most 128 characters, no . or .. as a part";
        }

        string first = target.Split('/')[1];
        return first[0] == '.' || Reserved.Contains(first)
            ? $"{Form}, not in /{first}, which the container itself uses" : null;
    }

    /// <summary>Whether one of two targets is the other or lies in it.</summary>
    public static bool Overlap(string one, string other) =>
        (one + "/").StartsWith(other + "/", StringComparison.Ordinal) || (other + "/").StartsWith(one + "/", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?=.{2,128}\z)(/[A-Za-z0-9._-]+)+\z")]
    private static partial Regex Target();
}
