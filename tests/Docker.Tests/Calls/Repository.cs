namespace SkillHost.Docker.Tests.Calls;

/// <summary>Where things are in the working tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Skills that load and build; what they do when called is the attack.</summary>
    public static string CallSkills => Path.Combine(Root, "tests", "skills", "calls");

    public static string Images => Path.Combine(Root, "images");

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SkillHost.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("SkillHost.sln above the tests");
    }
}
