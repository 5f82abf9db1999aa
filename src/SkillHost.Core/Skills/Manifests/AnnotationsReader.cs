using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads <c>annotations</c>.</summary>
internal static class AnnotationsReader
{
    /// <summary>The hints, with the protocol's defaults for absent ones.</summary>
    public static FunctionAnnotations Read(YamlNode? node, string path, ManifestContext context)
    {
        FunctionAnnotations defaults = new();
        if (node is null || Section.Open(
            node, path, context, "title", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint") is not { } section)
        {
            return defaults;
        }

        YamlNode? title = section.Optional("title");
        return new FunctionAnnotations
        {
            Title = title is null ? null : Descriptions.Read(section, "title", title),
            ReadOnlyHint = Values.Truth(section, "readOnlyHint") ?? defaults.ReadOnlyHint,
            DestructiveHint = Values.Truth(section, "destructiveHint") ?? defaults.DestructiveHint,
            IdempotentHint = Values.Truth(section, "idempotentHint") ?? defaults.IdempotentHint,
            OpenWorldHint = Values.Truth(section, "openWorldHint") ?? defaults.OpenWorldHint,
        };
    }
}
