namespace SkillHost.Skills.Yaml;

/// <summary>A list.</summary>
internal sealed record YamlSequence(SourcePlace Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place);
