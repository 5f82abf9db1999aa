using System.Text.Json;

namespace SkillHost.Core.Tests.Schemas;

/// <summary>Where the public JSON Schema test suite is, which is no part of this repository.</summary>
internal static class PublicSuite
{
    private const string Variable = "SKILLHOST_JSON_SCHEMA_SUITE";
    private const string Folder = "json-schema-test-suite";

    /// <summary>Why there is nothing to run, or null.</summary>
    public static string? Missing => Root is null ? $"no {Folder} beside or above the repository; {Variable} may name its folder" : null;

    /// <summary>Files of the draft, without extension; one empty name when the suite is missing, so that the test can say so.</summary>
    public static IEnumerable<string> Files => Root is null ? [""] : Directory
        .EnumerateFiles(Path.Combine(Root, "tests", "draft2020-12"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order();

    /// <summary>Documents that schemas of the suite refer to.</summary>
    public static IReadOnlyDictionary<Uri, JsonElement> Remotes { get; } = ReadRemotes();

    private static string? Root
    {
        get
        {
            string? named = Environment.GetEnvironmentVariable(Variable);
            return string.IsNullOrEmpty(named) ? Above(AppContext.BaseDirectory).FirstOrDefault(Directory.Exists) : named;
        }
    }

    /// <summary>Reads one file of the suite.</summary>
    public static JsonElement Read(string file) => Parse(Path.Combine(Root!, "tests", "draft2020-12", $"{file}.json"));

    private static IEnumerable<string> Above(string start)
    {
        for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
        {
            yield return Path.Combine(at.FullName, Folder);
            yield return Path.Combine(at.FullName, "shared", Folder);
        }
    }

    private static Dictionary<Uri, JsonElement> ReadRemotes()
    {
        if (Root is not { } root)
        {
            return [];
        }

        string remotes = Path.Combine(root, "remotes");
        return Directory.EnumerateFiles(remotes, "*.json", SearchOption.AllDirectories).ToDictionary(
            f => new Uri($"http://localhost:1234/{Path.GetRelativePath(remotes, f).Replace('\\', '/')}"), Parse);
    }

    private static JsonElement Parse(string path) => JsonElement.Parse(File.ReadAllBytes(path));
}
