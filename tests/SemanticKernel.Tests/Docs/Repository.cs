using System.Reflection;

namespace SkillHost.SemanticKernel.Tests.Docs;

/// <summary>The repository's own files.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value!; // The project file gives it.

    /// <summary>Text of a file.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The fenced C# blocks of a Markdown file, in order.</summary>
    public static IReadOnlyList<string> CodeOf(string file) =>
        [.. Read(file).Split("\n```csharp\n").Skip(1).Select(rest => rest[..rest.IndexOf("\n```", StringComparison.Ordinal)])];
}
