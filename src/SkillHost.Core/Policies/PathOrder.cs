namespace SkillHost.Policies;

/// <summary>Compares canonical paths part by part, so that <c>/data2</c> is not taken to lie in <c>/data</c>.</summary>
internal static class PathOrder
{
    private static StringComparison Comparison =>
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or lies in it.</summary>
    public static bool IsWithin(string path, string folder) => Ended(path).StartsWith(Ended(folder), Comparison);

    private static string Ended(string path) => Path.TrimEndingDirectorySeparator(path) is { Length: > 1 } trimmed
        ? trimmed + Path.DirectorySeparatorChar : Path.DirectorySeparatorChar.ToString();
}
