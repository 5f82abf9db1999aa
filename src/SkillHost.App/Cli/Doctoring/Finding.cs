namespace SkillHost.App.Cli.Doctoring;

/// <summary>One thing <c>doctor</c> looked at.</summary>
internal sealed record Finding
{
    public required string Check { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>What was seen.</summary>
    public required string Seen { get; init; }

    /// <summary>What to do about it; null when it is as it should be.</summary>
    public string? Remedy { get; init; }

    public static Finding Ok(string check, string seen) => new() { Check = check, Verdict = Verdict.Ok, Seen = seen };

    public static Finding Warn(string check, string seen, string remedy) =>
        new() { Check = check, Verdict = Verdict.Warn, Seen = seen, Remedy = remedy };

    public static Finding Fail(string check, string seen, string remedy) =>
        new() { Check = check, Verdict = Verdict.Fail, Seen = seen, Remedy = remedy };
}
