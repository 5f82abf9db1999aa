namespace SkillHost.Schemas.Keywords;

/// <summary>One way in which a value misses a keyword.</summary>
/// <param name="Path">JSON Pointer of the value.</param>
/// <param name="Depth">Number of the pointer's tokens.</param>
/// <param name="Keyword">The keyword.</param>
/// <param name="Message">What was seen and what is wanted.</param>
internal sealed record Miss(string Path, int Depth, string Keyword, string Message)
{
    /// <summary>What was wanted alone ("a string"), where alternatives can be told in one list; otherwise null.</summary>
    public string? Wanted { get; init; }

    /// <summary>What was seen, to go with <see cref="Wanted"/>.</summary>
    public string Got { get; init; } = "";
}
