using SkillHost.Policies;

namespace SkillHost.Core.Tests.Policies;

public sealed class PublicSuffixListTests
{
    private static readonly PublicSuffixList List = PublicSuffixList.Parse(
        ["// remark", "", "test", "co.test  // and a remark", "*.wide.test", "!own.wide.test", "straße.test", "..", "\u0000"]);

    [Theory]
    [InlineData("test", true)]
    [InlineData("co.test", true)]
    [InlineData("shop.co.test", false)]
    [InlineData("wide.test", false)]
    [InlineData("any.wide.test", true)]
    [InlineData("below.any.wide.test", false)]
    [InlineData("own.wide.test", false)]
    [InlineData("xn--strae-oqa.test", true)]
    [InlineData("other", false)]
    public void Holds_RuleOfEveryForm_IsRead(string domain, bool expected) => Assert.Equal(expected, List.Holds(domain));

    [SkippableFact]
    public void OfSystem_WhereTheMachineHasAList_HoldsWhatStandsThere()
    {
        Skip.IfNot(File.Exists(PublicSuffixList.SystemPath), "the package publicsuffix is not installed");

        PublicSuffixList list = PublicSuffixList.OfSystem();

        Assert.True(list.Holds("co.uk"));
        Assert.False(list.Holds("example.co.uk"));
    }
}
