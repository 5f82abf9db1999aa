using System.Reflection;
using System.Text.RegularExpressions;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Documents;

/// <summary><c>docs/configuration.md</c> says what the options classes say.</summary>
public sealed partial class ConfigurationDocumentTests
{
    private static readonly Dictionary<string, string[]> Rows = Repository.Read("docs/configuration.md").Split('\n')
        .Where(line => line.StartsWith("| `SkillHost:", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | "))
        .ToDictionary(cells => cells[0].Trim('`'));

    [Fact]
    public void Keys_OfDocumentAndClasses_AreTheSame()
    {
        Assert.Contains("SkillHost:Policies:Skills:<name>:Limits:Memory", ConfigurationKeys.All.Keys);
        Assert.Equal(ConfigurationKeys.All.Keys.Order(StringComparer.Ordinal), Rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(Rows.Values, cells => Assert.Equal(6, cells.Length));
    }

    [Fact]
    public void Defaults_OfTheDocument_AreThoseOfTheClasses()
    {
        int compared = 0;
        foreach ((string key, (PropertyInfo property, object owner)) in ConfigurationKeys.All.Where(k => !k.Key.Contains('<')))
        {
            if (ConfigurationKeys.DefaultOf(property, owner) is { } text)
            {
                compared++;
                Assert.StartsWith($"{key} {text}", $"{key} {Rows[key][2]}", StringComparison.Ordinal);
            }
        }

        Assert.InRange(compared, 30, 100);
    }

    [Fact]
    public void Bounds_OfTheDocument_AreThoseOfTheAttributes()
    {
        int compared = 0;
        foreach ((string key, (PropertyInfo property, _)) in ConfigurationKeys.All)
        {
            if (ConfigurationKeys.BoundsOf(property) is { } text)
            {
                compared++;
                Assert.Equal($"{key} {text}", $"{key} {Rows[key][3]}");
            }
        }

        Assert.InRange(compared, 20, 100);
    }

    [Fact]
    public void Examples_AreTheKeysAsTheEnvironmentSpellsThem()
    {
        foreach ((string key, string[] cells) in Rows)
        {
            string pattern = Regex.Escape(key).Replace("SkillHost:", "SKILLHOST_", StringComparison.Ordinal)
                .Replace(":", "__", StringComparison.Ordinal).Replace("<name>", "[a-z-]+", StringComparison.Ordinal);
            Assert.Matches($"^`{pattern}(__0(__Then)?)?=.+`$", cells[5]);
        }
    }

    [Fact]
    public async Task Examples_AllTogether_AreTakenByTheProgram()
    {
        using SkillsFolder folder = new SkillsFolder().WriteBash("alpha", "echo alpha");
        string[] environment = [.. Rows.Values.Select(cells => Example().Match(cells[5]).Groups[1].Value)];
        string[] all = [.. environment, "SKILLHOST_Policies__Skills__csv-summary__Ceilings__Pids=1"];

        ProgramResult taken = await SkillHostProgram.RunAsync(folder.Root, "", ["list", "--skills", "skills"], environment);
        ProgramResult refused = await SkillHostProgram.RunAsync(folder.Root, "", ["list", "--skills", "skills"], all);

        Assert.DoesNotContain("SkillHost:", taken.Error, StringComparison.Ordinal);
        Assert.Equal(0, taken.ExitCode);
        Assert.Contains("SkillHost:Policies:Skills:csv-summary:Limits:Pids: seen 64", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
    }

    [GeneratedRegex("^`(.+)`$")]
    private static partial Regex Example();
}
