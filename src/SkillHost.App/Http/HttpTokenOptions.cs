namespace SkillHost.App.Http;

/// <summary>Where the token of one caller is: one of the two.</summary>
public sealed class HttpTokenOptions
{
    /// <summary>The token, 32 to 512 characters.</summary>
    public string? Token { get; set; }

    /// <summary>A file that holds it, readable by its owner alone.</summary>
    public string? File { get; set; }
}
