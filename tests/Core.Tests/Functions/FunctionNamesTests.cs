using System.Text.RegularExpressions;
using SkillHost.Functions;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Functions;

public sealed partial class FunctionNamesTests
{
    [Fact]
    public void Of_UsualNames_GivesEachDoorItsOwn()
    {
        FunctionNames names = FunctionNames.Of(new SkillName("csv-summary"), "summarise");

        Assert.Equal("csv-summary.summarise", names.Qualified);
        Assert.Equal("csv-summary_summarise", names.Tool);
        Assert.Equal("csv_summary", names.Plugin);
        Assert.Equal("summarise", names.PluginFunction);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(64, 1)]
    [InlineData(1, 64)]
    [InlineData(32, 32)]
    [InlineData(40, 24)]
    [InlineData(41, 22)]
    [InlineData(50, 60)]
    public void Of_LongNames_AreCutToWhatEachDoorTakes(int skill, int function)
    {
        FunctionNames names = FunctionNames.Of(new SkillName(new string('a', skill)), new string('f', function));

        Assert.Matches(Tool(), names.Tool);
        Assert.Matches(Plugin(), names.Plugin);
        Assert.Matches(Tool(), $"{names.Plugin}-{names.PluginFunction}");
        Assert.Equal(new string('a', skill) + '.' + new string('f', function), names.Qualified);
    }

    [Fact]
    public void Of_LongestThatFits_IsNotCutAndOneMoreIs()
    {
        SkillName skill = new(new string('a', 31));

        Assert.Equal($"{skill}_{new string('f', 32)}", FunctionNames.Of(skill, new string('f', 32)).Tool);
        Assert.Equal(64, FunctionNames.Of(skill, new string('f', 32)).Tool.Length);
        Assert.Equal($"{new string('a', 27)}_{new string('f', 27)}_8c354be4", FunctionNames.Of(skill, new string('f', 33)).Tool);
    }

    [Fact]
    public void Of_LongNamesThatDifferOnlyAtTheirEnd_StayDifferent()
    {
        string start = new('f', 60);

        FunctionNames one = FunctionNames.Of(new SkillName(new string('a', 64)), start + "one");
        FunctionNames two = FunctionNames.Of(new SkillName(new string('a', 64)), start + "two");
        FunctionNames other = FunctionNames.Of(new SkillName(new string('a', 63) + "b"), start + "one");

        Assert.Equal(3, new HashSet<string>([one.Tool, two.Tool, other.Tool]).Count);
        Assert.Equal(one.Plugin, two.Plugin);
        Assert.NotEqual(one.Plugin, other.Plugin);
        Assert.NotEqual(one.PluginFunction, two.PluginFunction);
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}\\z")]
    private static partial Regex Tool();

    [GeneratedRegex("^[a-z0-9_]{1,40}\\z")]
    private static partial Regex Plugin();
}
