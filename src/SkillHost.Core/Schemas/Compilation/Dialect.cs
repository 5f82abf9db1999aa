namespace SkillHost.Schemas.Compilation;

/// <summary>Which vocabularies of draft 2020-12 a schema is written in, beside the core.</summary>
internal sealed record Dialect(bool Applicator, bool Validation, bool Unevaluated)
{
    /// <summary>URI of the draft's own meta-schema.</summary>
    public const string Uri = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>All of them.</summary>
    public static Dialect Full { get; } = new(true, true, true);
}
