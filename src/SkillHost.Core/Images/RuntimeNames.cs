using System.Text.RegularExpressions;

namespace SkillHost.Images;

/// <summary>Names of runtimes, which are also names of images.</summary>
internal static partial class RuntimeNames
{
    /// <summary>What is wanted.</summary>
    public const string Form = "1–40 of a-z 0-9 -, starting with a letter, not skill-… or build-…";

    /// <summary>Whether a runtime may be called so.</summary>
    public static bool IsValid(string name) =>
        name.Length <= 40
        && Pattern().IsMatch(name)
        && !name.StartsWith("skill-", StringComparison.Ordinal)
        && !name.StartsWith("build-", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Pattern();
}
