using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads <c>functions</c>.</summary>
internal static class FunctionsReader
{
    private const int MaximumFunctions = 64;
    private const string Form = "a list of 1 to 64 functions";

    /// <summary>The functions, in the order written; empty when the key is absent or wrong.</summary>
    public static IReadOnlyList<FunctionDefinition> Read(Section skill, SkillProtocol protocol)
    {
        YamlNode? node = skill.Optional("functions");
        if (node is null)
        {
            return [];
        }

        if (node is not YamlSequence { Items.Count: > 0 and <= MaximumFunctions } list)
        {
            string seen = node is YamlSequence other ? $"{other.Items.Count} functions" : Shown.Node(node);
            skill.Context.Fail(node, skill.At("functions"), seen, Form);
            return [];
        }

        List<FunctionDefinition> functions = [];
        for (int i = 0; i < list.Items.Count; i++)
        {
            if (FunctionReader.Read(list.Items[i], YamlPath.Item("functions", i), skill.Context, protocol, functions) is { } function)
            {
                functions.Add(function);
            }
        }

        return functions;
    }
}
