using System.Text.RegularExpressions;

namespace SkillHost.Skills;

/// <summary>Names of secrets, in manifests and in the operator's stores.</summary>
public static partial class SecretNames
{
    /// <summary>What a name looks like.</summary>
    public const string Form = "a secret's name (1 to 64 of A-Z 0-9 _, a letter first)";

    /// <summary>Whether <paramref name="name"/> is one.</summary>
    public static bool IsRight(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"^[A-Z][A-Z0-9_]{0,63}\z")]
    private static partial Regex Name();
}
