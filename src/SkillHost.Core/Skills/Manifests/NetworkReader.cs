using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>
/// Reads <c>network</c>: <c>none</c>, <c>bridge</c> or an allow-list. Nothing, an empty mapping and an empty list all mean none.
/// </summary>
internal static class NetworkReader
{
    private const string Wanted = "none, bridge or { allowHosts: [\"host:port\", …] }";

    /// <summary>The network asked for; none when it is wrong.</summary>
    public static NetworkRequest Read(YamlNode node, string path, ManifestContext context)
    {
        context.Note(path, node);
        switch (node)
        {
            case YamlScalar { Type: YamlType.Null } or YamlScalar { Type: YamlType.Text, Text: "none" }:
                return NetworkRequest.None;
            case YamlScalar { Type: YamlType.Text, Text: "bridge" }:
                return new NetworkRequest(true, []);
            case YamlMapping:
                return AllowList(node, path, context);
            default:
                context.Fail(node, path, Wanted);
                return NetworkRequest.None;
        }
    }

    private static NetworkRequest AllowList(YamlNode node, string path, ManifestContext context)
    {
        if (Section.Open(node, path, context, "allowHosts") is not { } section)
        {
            return NetworkRequest.None;
        }

        IReadOnlyList<YamlNode> items = Values.List(section, "allowHosts", "a list of \"host:port\"", nullIsEmpty: true) ?? [];
        List<string> hosts = [];
        for (int i = 0; i < items.Count; i++)
        {
            string at = YamlPath.Item(section.At("allowHosts"), i);
            if (items[i] is not YamlScalar { Type: YamlType.Text } entry || HostEntries.Misses(entry.Text) is not null)
            {
                context.Fail(items[i], at, items[i] is YamlScalar s ? HostEntries.Misses(s.Text) ?? HostEntries.Form : HostEntries.Form);
            }
            else if (hosts.Contains(entry.Text))
            {
                context.Fail(entry, at, $"{Shown.Text(entry.Text)} a second time", "each entry once");
            }
            else
            {
                hosts.Add(entry.Text);
            }
        }

        return new NetworkRequest(false, hosts);
    }
}
