using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>One manifest being read: what is wrong so far, and where each value stands.</summary>
internal sealed class ManifestContext(string file)
{
    private readonly Dictionary<string, SourcePlace> _places = new(StringComparer.Ordinal);

    /// <summary>What is wrong.</summary>
    public Problems Problems { get; } = new(file);

    /// <summary>Places of the values read.</summary>
    public SourceMap Source => new(Problems.File, _places);

    /// <summary>Remembers where the value at <paramref name="path"/> stands.</summary>
    public void Note(string path, YamlNode node) => _places[path] = node.Place;

    /// <summary>Adds a problem at a value, showing it.</summary>
    public void Fail(YamlNode node, string path, string wanted) => Fail(node, path, Shown.Node(node), wanted);

    /// <summary>Adds a problem at a value.</summary>
    public void Fail(YamlNode node, string path, string seen, string wanted) => Problems.Add(node.Place, path, seen, wanted);
}
