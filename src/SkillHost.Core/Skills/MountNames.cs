using System.Text.RegularExpressions;

namespace SkillHost.Skills;

/// <summary>Names that an operator gives to folders.</summary>
internal static partial class MountNames
{
    /// <summary>What a name looks like.</summary>
    public const string Form = "the name of a folder that the operator has bound (1 to 64 of a-z 0-9 -), not a path";

    /// <summary>Whether <paramref name="name"/> is one.</summary>
    public static bool IsRight(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?\z")]
    private static partial Regex Name();
}
