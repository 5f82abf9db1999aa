using System.Text.Json;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads <c>examples</c>, which must keep to the function's own schemas.</summary>
internal static class ExamplesReader
{
    /// <summary>The examples, in the order written.</summary>
    public static IReadOnlyList<FunctionExample> Read(Section function, ReadSchema? input, ReadSchema? output)
    {
        List<FunctionExample> examples = [];
        IReadOnlyList<YamlNode> items = Values.List(function, "examples", "a list of { arguments, result }") ?? [];
        for (int i = 0; i < items.Count; i++)
        {
            string path = YamlPath.Item(function.At("examples"), i);
            if (Section.Open(items[i], path, function.Context, "arguments", "result") is { } section
                && Example(section, input, output) is { } example)
            {
                examples.Add(example);
            }
        }

        return examples;
    }

    private static FunctionExample? Example(Section section, ReadSchema? input, ReadSchema? output)
    {
        YamlNode? node = section.Required("arguments", "a mapping of arguments");
        if (node is not (null or YamlMapping))
        {
            section.Context.Fail(node, section.At("arguments"), "a mapping of arguments");
            node = null;
        }

        JsonElement? arguments = Value(section, "arguments", node, input);
        JsonElement? result = Value(section, "result", section.Optional("result"), output);
        return arguments is { } given ? new FunctionExample(given, result) : null;
    }

    private static JsonElement? Value(Section section, string key, YamlNode? node, ReadSchema? schema)
    {
        if (node is null)
        {
            return null;
        }

        string path = section.At(key);
        JsonElement value = YamlJson.Convert(node, path, section.Context.Problems, visibleOnly: false);
        schema?.Check(value, node, path, section.Context);
        return value;
    }
}
