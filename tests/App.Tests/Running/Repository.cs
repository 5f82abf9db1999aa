using System.Reflection;

namespace SkillHost.App.Tests.Running;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value ?? throw new InvalidOperationException("built without RepositoryRoot");

    /// <summary>The text of a file in it.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));
}
