namespace SkillHost.Skills.Yaml;

/// <summary>A scalar. Plain means written without quotes or block style, so that it may be a number, a truth value or null.</summary>
internal sealed record YamlScalar(SourcePlace Place, string Text, bool Plain) : YamlNode(Place)
{
    /// <summary>The type by the YAML 1.2 core schema.</summary>
    public YamlType Type => Plain ? CoreSchema.TypeOf(Text) : YamlType.Text;
}
