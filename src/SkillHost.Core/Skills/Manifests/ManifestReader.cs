using System.Text.RegularExpressions;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads a whole <c>skill.yaml</c>.</summary>
internal static partial class ManifestReader
{
    private const string ApiVersion = "skillhost/v1";
    private const string RuntimeForm = "the name of a runtime such as python";
    private const string ModuleForm = "the name of a module such as csv_summary";
    private const string VersionForm = "a version such as 1.2.0 (SemVer)";
    private const int MostWarm = 16;
    private const string Number = "(0|[1-9][0-9]*)";
    private const string BeforeRelease = "(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private const string Build = "[0-9A-Za-z-]+";

    private static readonly string[] Keys =
    [
        "apiVersion", "name", "version", "description", "runtime", "isolation", "warm", "limits", "network", "mounts", "secrets",
        "protocol", "command", "module", "functions",
    ];

    /// <summary>
    /// The skill as written, with every problem added; null when there is no mapping. Without problems the skill is right, but for
    /// its functions, of which it may have none.
    /// </summary>
    public static Skill? Read(YamlNode? root, string folder, string folderName, ManifestContext context)
    {
        if (root is null || Section.Open(root, "", context, Keys) is not { } section)
        {
            if (root is null && !context.Problems.Any)
            {
                context.Problems.Add(default, "", "an empty file", $"a mapping with the keys {string.Join(", ", Keys)}");
            }

            return null;
        }

        CheckApiVersion(section);
        SkillProtocol protocol = Protocol(section);
        IReadOnlyList<string> command = CommandReader.Read(section, required: false);
        CheckProtocol(section, protocol, command);
        return new Skill
        {
            Name = Name(section, folderName),
            Version = Matched(section, "version", section.Required("version", VersionForm), SemVer(), VersionForm) ?? "",
            Description = Descriptions.Read(
                section, "description", section.Required("description", "what the skill does and when to use it")),
            Folder = folder,
            Runtime = Matched(section, "runtime", section.Optional("runtime"), Runtime(), RuntimeForm),
            Module = Matched(section, "module", section.Optional("module"), Module(), ModuleForm),
            Protocol = protocol,
            Command = command,
            Isolation = (SkillIsolation)(Values.Choice(section, "isolation", "fresh", "session", "shared") ?? 0),
            Warm = Values.Whole(section, "warm", 0, MostWarm) ?? 0,
            Policy = PolicyRequestReader.Read(section),
            Functions = FunctionsReader.Read(section, protocol),
            Source = context.Source,
        };
    }

    // Functions that are not written down come from the code, which a server in the container reads.
    private static SkillProtocol Protocol(Section section)
    {
        bool derived = section.Optional("functions") is null || section.Optional("module") is not null;
        return (SkillProtocol?)Values.Choice(section, "protocol", "command", "mcp")
            ?? (derived ? SkillProtocol.Mcp : SkillProtocol.Command);
    }

    private static void CheckProtocol(Section section, SkillProtocol protocol, IReadOnlyList<string> command)
    {
        if (protocol == SkillProtocol.Mcp)
        {
            if (section.Optional("runtime") is null && command.Count == 0 && section.Optional("command") is null)
            {
                section.Fail("command", "nothing", "the program of the MCP server that the image holds, or functions with commands");
            }

            return;
        }

        section.Required("functions", "a list of functions; with protocol command they are not derived from code");
        foreach (string key in (string[])["command", "module"])
        {
            if (section.Optional(key) is { } node)
            {
                section.Context.Fail(node, key, "nothing here with protocol command; each function has a command of its own");
            }
        }
    }

    private static void CheckApiVersion(Section section)
    {
        YamlNode? node = section.Required("apiVersion", ApiVersion);
        if (node is not (null or YamlScalar { Type: YamlType.Text, Text: ApiVersion }))
        {
            section.Context.Fail(node, "apiVersion", ApiVersion);
        }
    }

    private static SkillName Name(Section section, string folderName)
    {
        string? name = Values.Text(section, "name", section.Required("name", Names.SkillForm), Names.SkillForm);
        if (name is not null && Names.SkillMisses(name) is { } wanted)
        {
            section.Fail("name", Names.Show(name), wanted);
        }
        else if (name is not null && name != folderName)
        {
            section.Fail("name", Shown.Text(name), $"the name of its folder, {Shown.Text(folderName)}");
        }

        return new SkillName(name ?? folderName);
    }

    private static string? Matched(Section section, string key, YamlNode? node, Regex pattern, string form)
    {
        string? text = Values.Text(section, key, node, form);
        if (text is null || pattern.IsMatch(text))
        {
            return text;
        }

        section.Fail(key, Shown.Text(text), form);
        return null;
    }

    [GeneratedRegex($@"^(?=.{{1,64}}\z){Number}(\.{Number}){{2}}(-{BeforeRelease}(\.{BeforeRelease})*)?(\+{Build}(\.{Build})*)?\z")]
    private static partial Regex SemVer();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]{0,30}[a-z0-9])?\z")]
    private static partial Regex Runtime();

    [GeneratedRegex(@"^(?=.{1,128}\z)[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*\z")]
    private static partial Regex Module();
}
