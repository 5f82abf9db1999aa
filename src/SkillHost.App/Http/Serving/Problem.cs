namespace SkillHost.App.Http.Serving;

/// <summary>Why a request came to nothing, as <c>application/problem+json</c> has it (RFC 9457).</summary>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">The thing, what was seen, what is wanted.</param>
internal sealed record Problem(string Title, int Status, string Detail)
{
    /// <summary>Media type.</summary>
    public const string MediaType = "application/problem+json";
}
