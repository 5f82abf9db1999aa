using System.Text.RegularExpressions;

namespace SkillHost.Core.Tests.Conventions;

/// <summary>What every source file keeps to, and the compiler does not hold.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 400;
    private const int MaxColumns = 140;

    // Small families that are read together.
    private static readonly string[] Families = ["InvocationEvent.cs"];

    [Fact]
    public void Files_OfSource_AreAtMost400LinesOf140Columns()
    {
        string[] sources = [.. Repository.Sources("src", "tests", "bench")];

        IEnumerable<string> longFiles = sources
            .Select(f => (File: f, Lines: Repository.Lines(f).Length))
            .Where(f => f.Lines > MaxLines).Select(f => $"{f.File}: {f.Lines} lines");
        IEnumerable<string> longLines = sources.SelectMany(f => Repository.Lines(f)
            .Select((line, index) => (line.Length, Place: $"{f}:{index + 1}"))
            .Where(l => l.Length > MaxColumns).Select(l => $"{l.Place}: {l.Length} columns"));

        AssertNone(longFiles.Concat(longLines));
        Assert.True(sources.Length > 100, $"only {sources.Length} files were read");
    }

    [Fact]
    public void Files_OfSource_HoldOneTypeNamedAsTheFile()
    {
        List<string> wrong = [];
        foreach (string file in Repository.Sources("src").Where(f => !Families.Contains(Path.GetFileName(f))))
        {
            string[] types = [.. TopLevelType().Matches(Repository.Read(file)).Select(m => m.Groups["name"].Value).Distinct()];
            string name = Path.GetFileNameWithoutExtension(file);
            if (types.Length > 1 || (types.Length == 1 && !name.Split('.')[0].Equals(types[0], StringComparison.Ordinal)))
            {
                wrong.Add($"{file}: {string.Join(", ", types)}");
            }
        }

        AssertNone(wrong);
    }

    [Fact]
    public void Classes_OfSource_AreSealedStaticOrAbstract()
    {
        List<string> wrong = [];
        int classes = 0;
        foreach (string file in Repository.Sources("src"))
        {
            foreach (Match type in Class().Matches(Repository.Read(file)))
            {
                classes++;
                wrong.AddRange(Closed().IsMatch(type.Groups["modifiers"].Value) ? [] : [$"{file}: {type.Groups["name"].Value}"]);
            }
        }

        AssertNone(wrong);
        Assert.True(classes > 100, $"only {classes} classes were read");
    }

    [Fact]
    public void Namespaces_OfSource_EqualTheFolder()
    {
        List<string> wrong = [];
        foreach (string file in Repository.Sources("src", "tests"))
        {
            string folder = string.Join('.', file.Split('/')[2..^1]);
            Match declared = Namespace().Match(Repository.Read(file));
            if (declared.Success && folder.Length > 0 && !$".{declared.Groups[1].Value}".EndsWith($".{folder}", StringComparison.Ordinal))
            {
                wrong.Add($"{file}: {declared.Groups[1].Value}");
            }
        }

        AssertNone(wrong);
    }

    [Fact]
    public void Suppressions_OfSource_GiveTheirReason()
    {
        IEnumerable<string> wrong = Repository.Sources("src", "bench").SelectMany(f => Repository.Lines(f)
            .Where(l => l.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal))
            .Where(l => !l.Contains("//", StringComparison.Ordinal))
            .Select(l => $"{f}: {l.Trim()}"));

        AssertNone(wrong);
    }

    private static void AssertNone(IEnumerable<string> wrong)
    {
        string all = string.Join('\n', wrong);
        Assert.True(all.Length == 0, all);
    }

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|partial|readonly|ref|unsafe) )*"
        + @"(?:class|interface|enum|struct|record(?: class| struct)?|delegate [\w<>?]+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(
        @"^ *(?<modifiers>(?:(?:public|internal|private|protected|file|sealed|static|abstract|partial|unsafe) )+)"
        + @"(?:class|record)(?: class)? (?!struct)(?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"\b(sealed|static|abstract)\b")]
    private static partial Regex Closed();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
