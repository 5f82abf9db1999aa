using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Keywords;

/// <summary>The message for a property that a schema does not know.</summary>
internal static class UnknownName
{
    /// <summary>Names the property, the one that was probably meant, and all that are allowed.</summary>
    public static string Message(string name, IReadOnlyCollection<string> allowed, IEnumerable<string> patterns)
    {
        string? meant = Spelling.Nearest(name, allowed);
        string hint = meant is null ? "" : $" (did you mean {Quote.Name(meant)}?)";
        string[] listed = [.. allowed.Select(n => Quote.Text(n)), .. patterns];
        return $"unknown property {Quote.Name(name)}{hint}; allowed: {(listed.Length == 0 ? "none" : Quote.List(listed))}";
    }
}
