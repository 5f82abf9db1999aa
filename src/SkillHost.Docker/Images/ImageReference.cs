using SkillHost.Containers;

namespace SkillHost.Docker.Images;

/// <summary>A name or id of an image, checked before it becomes part of a path.</summary>
internal readonly record struct ImageReference
{
    private const int Longest = 512;

    private ImageReference(string text) => Text = text;

    public string Text { get; }

    /// <summary>The part before the tag.</summary>
    public string Repository => Tag.Length > 0 ? Text[..^(Tag.Length + 1)] : Text;

    /// <summary>The tag, empty where there is none. A colon before the last slash belongs to a registry's port.</summary>
    public string Tag => IsDigest || Text.LastIndexOf(':') is var colon && colon <= Text.LastIndexOf('/') ? "" : Text[(colon + 1)..];

    /// <summary>Whether it names content rather than a tag.</summary>
    public bool IsDigest => Text.Contains('@') || Text.StartsWith("sha256:", StringComparison.Ordinal);

    /// <summary>The reference, or an exception: only what Docker's grammar can hold, so that no path is left through it.</summary>
    public static ImageReference Parse(string text) =>
        text.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or ':' or '@')
            && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("//", StringComparison.Ordinal)
            && !text.Contains("/.", StringComparison.Ordinal) && !text.Contains("./", StringComparison.Ordinal)
            ? new ImageReference(text)
            : throw new EngineException(EngineFailure.BadRequest, $"\"{text}\" is no image reference; wanted repository:tag or sha256:…");
}
