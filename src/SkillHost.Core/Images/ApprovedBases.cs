namespace SkillHost.Images;

/// <summary>What the operator lets images be built from.</summary>
internal sealed class ApprovedBases(IReadOnlyList<string> approved)
{
    /// <summary>Repository prefix of runtimes.</summary>
    public const string RuntimePrefix = "skillhost/";

    private const string Scratch = "scratch";

    /// <summary>What a Dockerfile's author reads.</summary>
    public string Wanted => "a base the operator approves: " + string.Join(", ", approved);

    /// <summary>The base of that name, or null when it is not approved.</summary>
    public BaseReference? Find(string reference)
    {
        if (reference == Scratch)
        {
            return approved.Contains(Scratch) ? new BaseReference(BaseKind.Scratch, Scratch) : null;
        }

        if (ImageReference.Normalise(reference) is not { } name || !approved.Any(a => Matches(a, name)))
        {
            return null;
        }

        return name.StartsWith(RuntimePrefix, StringComparison.Ordinal) ? Runtime(name) : new BaseReference(BaseKind.Image, name);
    }

    // A runtime is named without a tag: the host knows which of its images is the current one. Another skill's image is no runtime.
    private static BaseReference? Runtime(string name)
    {
        string[] parts = name[RuntimePrefix.Length..].Split(':');
        return parts is [var runtime, "latest"] && RuntimeNames.IsValid(runtime) ? new BaseReference(BaseKind.Runtime, runtime) : null;
    }

    private static bool Matches(string pattern, string name) => pattern.EndsWith('*')
        ? name.StartsWith(ImageReference.Short(pattern[..^1]), StringComparison.Ordinal)
        : ImageReference.Normalise(pattern) == name;
}
