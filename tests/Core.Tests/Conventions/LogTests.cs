using System.Text.RegularExpressions;

namespace SkillHost.Core.Tests.Conventions;

/// <summary>Log lines, which operators filter by their event ids.</summary>
public sealed partial class LogTests
{
    [Fact]
    public void EventIds_OfAllProjects_AreEachOneLines()
    {
        ILookup<string, string> files = Repository.Sources("src")
            .SelectMany(file => Id().Matches(Repository.Read(file)).Select(match => (Id: match.Groups[1].Value, File: file)))
            .ToLookup(line => line.Id, line => line.File);

        Assert.True(files.Count > 40, $"{files.Count} ids were found");
        Assert.Empty(files.Where(id => id.Count() > 1).Select(id => $"{id.Key}: {string.Join(", ", id)}"));
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId = )?(\d+)")]
    private static partial Regex Id();
}
