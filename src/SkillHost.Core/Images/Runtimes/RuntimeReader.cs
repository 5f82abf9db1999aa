using System.Text.RegularExpressions;
using SkillHost.Images.Contexts;
using SkillHost.Skills;
using SkillHost.Skills.Manifests;
using SkillHost.Skills.Yaml;

namespace SkillHost.Images.Runtimes;

/// <summary>Reads one runtime's folder.</summary>
internal static partial class RuntimeReader
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "runtime.yaml";

    private const int DescriptionLength = 200;

    /// <summary>The runtime, or null with what is wrong added to <paramref name="failures"/>.</summary>
    public static RuntimeDefinition? Read(string name, string folder, ICollection<SkillFailure> failures)
    {
        string file = $"images/{name}/{FileName}";
        int before = failures.Count;
        string? text;
        try
        {
            using IFolder root = Folders.Open(folder);
            text = SmallFile.Read(root, FileName, file, failures);
        }
        catch (IOException e)
        {
            const string Wanted = "a folder that can be read";
            failures.Add(new SkillFailure { File = $"images/{name}", Seen = SafeText.Seen(e.Message), Wanted = Wanted });
            return null;
        }

        var definition = new RuntimeDefinition { Name = name, Folder = folder };
        if (text != null)
        {
            var context = new ManifestContext(file);
            definition = YamlReader.Read(text, context.Problems) is { } node ? Read(definition, node, context) : definition;
            foreach (SkillFailure failure in context.Problems.ToList())
            {
                failures.Add(failure);
            }
        }

        return failures.Count > before ? null : definition;
    }

    private static RuntimeDefinition Read(RuntimeDefinition definition, YamlNode node, ManifestContext context)
    {
        string[] keys = ["description", "limits", "tmpExecutable", "environment", "runner", "build", "needs", "derives"];
        if (Section.Open(node, "", context, keys) is not { } section)
        {
            return definition;
        }

        return definition with
        {
            Description = Description(section),
            Limits = section.Optional("limits") is { } limits ? LimitsReader.Read(limits, "limits", context) : new LimitRequest(),
            TmpExecutable = Values.Truth(section, "tmpExecutable") ?? false,
            Environment = Pairs(section, "environment", Name(), "a name of 1 to 64 of A-Z a-z 0-9 _, a capital first"),
            Runner = CommandReader.Read(section, "runner"),
            Build = CommandReader.Read(section, "build"),
            Needs = Pairs(section, "needs", NeededFile(), "a path in the folder such as made/runtime.tar.gz"),
            Derives = Values.Truth(section, "derives") ?? false,
        };
    }

    private static string Description(Section section)
    {
        string wanted = $"one line of at most {DescriptionLength} characters";
        string text = Values.Text(section, "description", section.Optional("description"), wanted) ?? "";
        if (text.Length > DescriptionLength || SafeText.Line(text) != text)
        {
            section.Fail("description", SafeText.Seen(text), wanted);
        }

        return text;
    }

    private static Dictionary<string, string> Pairs(Section section, string key, Regex form, string wanted)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        YamlNode? node = section.Optional(key);
        if (node is not (null or YamlMapping))
        {
            section.Context.Fail(node, section.At(key), "a mapping of names to values");
        }

        foreach (YamlEntry entry in (node as YamlMapping)?.Entries ?? [])
        {
            string path = YamlPath.Key(section.At(key), entry.Key.Text);
            if (!form.IsMatch(entry.Key.Text))
            {
                section.Context.Fail(entry.Key, path, wanted);
            }
            else if (entry.Value is YamlScalar { Type: YamlType.Text } value && !value.Text.Contains('\0'))
            {
                pairs[entry.Key.Text] = value.Text;
            }
            else
            {
                section.Context.Fail(entry.Value, path, "text, in quotes where it looks like anything else");
            }
        }

        return pairs;
    }

    [GeneratedRegex(@"^[A-Z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\z")]
    private static partial Regex NeededFile();
}
