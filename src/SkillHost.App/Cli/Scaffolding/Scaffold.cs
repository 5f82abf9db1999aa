using System.Reflection;
using System.Text;

namespace SkillHost.App.Cli.Scaffolding;

/// <summary>The files a new skill begins with.</summary>
/// <param name="Kind">Name on the command line.</param>
/// <param name="Runtime">Runtime that it, or its Dockerfile, stands on.</param>
internal sealed record Scaffold(string Kind, string Runtime)
{
    private const string Prefix = "scaffolds/";
    private const string Placeholder = "__NAME__";
    private const string ModulePlaceholder = "__MODULE__";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>All that there are.</summary>
    public static IReadOnlyList<Scaffold> All { get; } =
    [
        new("python", "python"), new("python-command", "python"), new("dotnet", "dotnet"), new("node", "node"), new("bash", "bash"),
        new("gcc", "gcc"), new("dockerfile", "bash"),
    ];

    /// <summary>
    /// Writes the files into a new <paramref name="folder"/>, which appears with all of them or not at all; gives their names.
    /// </summary>
    public IReadOnlyList<string> Write(string folder, string name)
    {
        string parent = Path.GetDirectoryName(folder) ?? folder;
        Directory.CreateDirectory(parent);
        // A name that begins with a dot is passed over by whoever loads the skills meanwhile.
        string draft = Path.Combine(parent, $".{name}-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(draft);
            string[] files = [.. Files().Select(f => Filled(f.Name, name))];
            foreach ((string file, string text) in Files())
            {
                File.WriteAllText(Path.Combine(draft, Filled(file, name)), Filled(text, name), Utf8);
            }

            Directory.Move(draft, folder);
            return files;
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private static string Filled(string text, string name) => text
        .Replace(Placeholder, name, StringComparison.Ordinal)
        .Replace(ModulePlaceholder, name.Replace('-', '_'), StringComparison.Ordinal);

    private IEnumerable<(string Name, string Text)> Files()
    {
        Assembly assembly = typeof(Scaffold).Assembly;
        string prefix = $"{Prefix}{Kind}/";
        IEnumerable<string> names = assembly.GetManifestResourceNames().Where(r => r.StartsWith(prefix, StringComparison.Ordinal));
        foreach (string resource in names.Order(StringComparer.Ordinal))
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)
                ?? throw new InvalidOperationException($"no resource {resource}");
            using StreamReader reader = new(stream, Utf8);
            yield return (resource[prefix.Length..], reader.ReadToEnd());
        }
    }
}
