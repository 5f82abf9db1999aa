using SkillHost.Skills;

namespace SkillHost.Images.Building;

/// <summary>An image could not be made. The message is one sentence for people.</summary>
internal sealed class ImageFailedException(string message) : Exception(message)
{
    /// <summary>What is wrong with the folder, with lines; empty when that is not the reason.</summary>
    public IReadOnlyList<SkillFailure> Failures { get; init; } = [];

    /// <summary>The last lines of the build's output.</summary>
    public IReadOnlyList<string> OutputTail { get; init; } = [];

    /// <summary>Whether the folder or Dockerfile was refused before any step ran.</summary>
    public bool Refused => Failures.Count > 0;

    /// <summary>Whether the same folder may well succeed the next time.</summary>
    public bool Transient { get; init; }

    /// <summary>Whether the image was there and then was not.</summary>
    public bool Gone { get; init; }

    /// <summary>Whether nothing failed: it would have to be built, and only that was asked.</summary>
    public bool Stale { get; init; }

    /// <summary>Says what changed.</summary>
    public static ImageFailedException StaleFor(string reason) => new(reason) { Stale = true, Transient = true };

    /// <summary>A refusal.</summary>
    public static ImageFailedException Refusing(IReadOnlyList<SkillFailure> failures) =>
        new(failures.Count == 1 ? failures[0].ToString() : $"{failures[0]} (and {failures.Count - 1} more)") { Failures = failures };
}
