namespace SkillHost.Schemas.Keywords;

/// <summary>One way in which a value misses a keyword.</summary>
/// <param name="Path">JSON Pointer of the value.</param>
/// <param name="Depth">Number of the pointer's tokens.</param>
/// <param name="Keyword">The keyword.</param>
/// <param name="Message">What was seen and what is wanted.</param>
internal sealed record Miss(string Path, int Depth, string Keyword, string Message)
{
    /// <summary>What was wanted ("a string"), where it can be told in one list with what alternatives want; otherwise empty.</summary>
    public IReadOnlyList<string> Wanted { get; init; } = [];

    /// <summary>What was seen, to go with <see cref="Wanted"/>.</summary>
    public string Got { get; init; } = "";
}
