using System.CommandLine.Parsing;

namespace SkillHost.App.Cli.Audit;

/// <summary>Keeps numbers of lines positive.</summary>
internal static class CountRule
{
    /// <summary>Refuses 0 and less, and what is no number.</summary>
    public static void AtLeastOne(OptionResult result)
    {
        string text = result.Tokens is [.., { } token] ? token.Value : "1";
        if (!int.TryParse(text, out int count) || count < 1)
        {
            result.AddError($"{result.Option.Name} {text}: wanted a whole number of at least 1");
        }
    }
}
