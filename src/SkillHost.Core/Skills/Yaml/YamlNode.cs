namespace SkillHost.Skills.Yaml;

/// <summary>A value in a YAML text, with the place where it begins.</summary>
internal abstract record YamlNode(SourcePlace Place);
