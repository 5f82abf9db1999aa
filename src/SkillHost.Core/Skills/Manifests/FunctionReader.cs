using System.Text.Json;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads one function.</summary>
internal static class FunctionReader
{
    private static readonly string[] Keys =
    [
        "name", "description", "inputSchema", "outputSchema", "annotations", "command", "limits", "network", "mounts", "secrets",
        "examples",
    ];

    /// <summary>The function, with its problems added; null when it is no mapping.</summary>
    public static FunctionDefinition? Read(
        YamlNode node, string path, ManifestContext context, SkillProtocol protocol, IReadOnlyList<FunctionDefinition> earlier)
    {
        if (Section.Open(node, path, context, Keys) is not { } section)
        {
            return null;
        }

        bool command = protocol == SkillProtocol.Command;
        const string schemaForm = "a JSON Schema whose root says type: object";
        YamlNode? inputNode = command ? section.Required("inputSchema", schemaForm) : section.Optional("inputSchema");
        ReadSchema? input = SchemaReader.Read(inputNode, section.At("inputSchema"), context, input: true);
        ReadSchema? output = SchemaReader.Read(section.Optional("outputSchema"), section.At("outputSchema"), context, input: false);
        return new FunctionDefinition
        {
            Name = Name(section, earlier),
            Description = Descriptions.Read(section, "description", section.Required("description", "what the function does")),
            InputSchema = input?.Source ?? JsonElement.Parse("""{"type":"object"}"""),
            OutputSchema = output?.Source,
            Annotations = AnnotationsReader.Read(section.Optional("annotations"), section.At("annotations"), context),
            Command = command ? CommandReader.Read(section, required: true) : NoCommand(section),
            Policy = PolicyRequestReader.Read(section),
            Examples = ExamplesReader.Read(section, input, output),
        };
    }

    private static IReadOnlyList<string> NoCommand(Section section)
    {
        if (section.Optional("command") is { } node)
        {
            section.Context.Fail(node, section.At("command"), "nothing here with protocol mcp; the server is the skill's own command");
        }

        return [];
    }

    private static string Name(Section section, IReadOnlyList<FunctionDefinition> earlier)
    {
        string? name = Values.Text(section, "name", section.Required("name", Names.FunctionForm), Names.FunctionForm);
        if (name is null)
        {
            return "";
        }

        if (Names.FunctionMisses(name) is { } wanted)
        {
            section.Fail("name", Names.Show(name), wanted);
        }
        else if (earlier.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)) is { } clash)
        {
            section.Fail("name", Shown.Text(name), $"a name apart from {Shown.Text(clash.Name)}, which another function of the skill has");
        }

        return name;
    }
}
