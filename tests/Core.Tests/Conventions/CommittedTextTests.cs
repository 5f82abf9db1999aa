using System.Text.RegularExpressions;

namespace SkillHost.Core.Tests.Conventions;

/// <summary>The repository speaks of itself alone: it runs on any machine and with any feed.</summary>
public sealed class CommittedTextTests
{
    // Spelt in pieces, since this file is read as well.
    private static readonly string[] Words =
    [
        "nuget" + @"\.org", "npmjs" + @"\.(org|com)", "deb" + @"\.debian\.org", "pypi" + @"\.org", "pythonhosted" + @"\.org",
        "/work" + "/(main|shared|wt-|\\.)", "/home" + "/[a-z]+/", "/Users" + "/[A-Za-z]+/",
        "work" + "tree", "sub" + "agent", @"\bissue" + @" #?\d", @"\bpull request" + @" #?\d",
        @"\b(DESIGN|STYLE|FEATURES|ENVIRONMENT|SOURCES)" + @"\.md\b",
    ];

    [Fact]
    public void Files_OfTheRepository_NameNoRegistryNoMachineAndNotTheirMaking()
    {
        Regex forbidden = new(string.Join('|', Words), RegexOptions.IgnoreCase);
        List<string> wrong = [];
        int read = 0;
        foreach (string file in Repository.Files().Where(f => !f.Contains("/samples/", StringComparison.Ordinal)))
        {
            string[] lines = Repository.Lines(file);
            read++;
            wrong.AddRange(lines.Select((line, index) => (Match: forbidden.Match(line), Line: index + 1)).Where(l => l.Match.Success)
                .Select(l => $"{file}:{l.Line}: {l.Match.Value}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(read > 100, $"only {read} files were read");
        Assert.Matches(forbidden, "see nuget" + ".org");
    }
}
