using System.Text.RegularExpressions;

namespace SkillHost.Images;

/// <summary>Names of images in their one familiar form: <c>docker.io/library/debian</c> is <c>debian:latest</c>.</summary>
internal static partial class ImageReference
{
    /// <summary>The familiar form, or null when it is no name of an image.</summary>
    public static string? Normalise(string text)
    {
        if (text.Length > 400 || !Form().IsMatch(text))
        {
            return null;
        }

        string name = Short(text);
        bool tagged = name.Contains('@') || name.LastIndexOf(':') > name.LastIndexOf('/');
        return tagged ? name : name + ":latest";
    }

    /// <summary>Without the default registry and its default folder.</summary>
    public static string Short(string text)
    {
        foreach (string prefix in (string[])["docker.io/", "index.docker.io/", "library/"])
        {
            text = text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
        }

        return text;
    }

    [GeneratedRegex(
        @"^([a-z0-9][a-zA-Z0-9.-]*(:[0-9]{1,5})?/)?[a-z0-9]([a-z0-9._/-]*[a-z0-9])?"
        + @"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?\z",
        RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
