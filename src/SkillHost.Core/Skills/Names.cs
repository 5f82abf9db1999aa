using System.Text;
using System.Text.RegularExpressions;

namespace SkillHost.Skills;

/// <summary>What skills and functions may be called.</summary>
internal static partial class Names
{
    /// <summary>What a skill's name looks like.</summary>
    public const string SkillForm = "a name of 1 to 64 of a-z 0-9 -, no hyphen at either end, no two in a row";

    /// <summary>What a function's name looks like.</summary>
    public const string FunctionForm = "a name of 1 to 64 of A-Z a-z 0-9 _, not starting with a digit";

    // Names of devices on Windows, where such a folder cannot be made, and the host's own.
    private static readonly string[] Reserved = ["con", "prn", "aux", "nul", "skillhost"];

    /// <summary>What is wanted instead of a skill's name, or null when it is right.</summary>
    public static string? SkillMisses(string name) =>
        !Skill().IsMatch(name) ? SkillForm
        : Reserved.Contains(name) || Port().IsMatch(name) ? "another name; this one is reserved"
        : null;

    /// <summary>What is wanted instead of a function's name, or null when it is right.</summary>
    public static string? FunctionMisses(string name) => Function().IsMatch(name) ? null : FunctionForm;

    /// <summary>The name in quotes, and the first character of it that only looks like a plain letter.</summary>
    public static string Show(string name)
    {
        Rune? foreign = name.EnumerateRunes().Where(rune => !rune.IsAscii).Select(rune => (Rune?)rune).FirstOrDefault();
        return Shown.Text(name) + (foreign is { } rune ? $" with {Shown.CodePoint(rune)}" : "");
    }

    [GeneratedRegex(@"^(?=.{1,64}\z)[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Skill();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex Function();

    [GeneratedRegex(@"^(com|lpt)[0-9]\z")]
    private static partial Regex Port();
}
