using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads <c>secrets</c>: names of the operator's, given as a file or as a variable.</summary>
internal static class SecretsReader
{
    private const string Form = SecretNames.Form;
    private const int MostSecrets = 16;

    // Variables that decide what a process loads, runs or talks to.
    private static readonly string[] Steering = ["PATH", "HOME", "ENV", "BASH_ENV", "IFS", "SHELL", "NODE_OPTIONS", "TMPDIR", "NO_PROXY"];
    private static readonly string[] SteeringStarts = ["LD_", "PYTHON", "DOTNET_", "SKILL_", "SKILLHOST_"];

    /// <summary>The secrets asked for; null when absent.</summary>
    public static IReadOnlyList<SecretRequest>? Read(Section parent)
    {
        IReadOnlyList<YamlNode>? items = Values.List(parent, "secrets", "a list of { name, as }", nullIsEmpty: true);
        if (items is null)
        {
            return null;
        }

        if (items.Count > MostSecrets)
        {
            parent.Fail("secrets", $"{items.Count} secrets", $"at most {MostSecrets}");
            return null;
        }

        List<SecretRequest> secrets = [];
        for (int i = 0; i < items.Count; i++)
        {
            string path = YamlPath.Item(parent.At("secrets"), i);
            if (Section.Open(items[i], path, parent.Context, "name", "as") is { } section && Secret(section, secrets) is { } secret)
            {
                secrets.Add(secret);
            }
        }

        return secrets;
    }

    private static SecretRequest? Secret(Section section, List<SecretRequest> earlier)
    {
        string? name = Values.Text(section, "name", section.Required("name", Form), Form);
        section.Required("as", "file or env");
        bool asFile = Values.Choice(section, "as", "file", "env") == 0;
        string? wanted = name is null ? null
            : !SecretNames.IsRight(name) ? Form
            : earlier.Exists(s => s.Name == name) ? "each secret once"
            : !asFile && Steers(name) ? "as: file, since this variable steers what a process does"
            : null;
        if (wanted is not null)
        {
            section.Fail("name", Shown.Text(name!), wanted); // A miss is only found in a name.
            return null;
        }

        return name is null ? null : new SecretRequest(name, asFile);
    }

    private static bool Steers(string name) =>
        Steering.Contains(name) || name.EndsWith("_PROXY", StringComparison.Ordinal)
        || Array.Exists(SteeringStarts, start => name.StartsWith(start, StringComparison.Ordinal));
}
