using System.Text.Json;
using SkillHost.Schemas;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>A schema of the manifest: as JSON, and compiled when it is right.</summary>
internal sealed record ReadSchema(JsonElement Source, JsonSchema? Compiled)
{
    /// <summary>Checks a value of the manifest against the schema, adding what it misses.</summary>
    public void Check(JsonElement value, YamlNode node, string path, ManifestContext context)
    {
        foreach (SchemaViolation violation in Compiled?.Validate(value) ?? [])
        {
            string at = path;
            YamlNode place = YamlPointer.Follow(node, violation.InstancePath, ref at);
            context.Fail(
                place, at, $"a value that misses the schema ({violation.Keyword})",
                Shown.Words(violation.Message, SchemaReader.MessageLength));
        }
    }
}
