namespace SkillHost.Tests.Wire;

/// <summary>Where things lie.</summary>
internal static class TestPlaces
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "SkillHost.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests lie outside the repository.");
        }

        return root;
    }
}
