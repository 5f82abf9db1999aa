namespace SkillHost.Skills.Yaml;

/// <summary>Scalar types of the YAML 1.2 core schema.</summary>
internal enum YamlType
{
    Text,
    Null,
    Boolean,
    Integer,
    Float,
    NotFinite,
}
