using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>What holds for every skill's image, whoever built it.</summary>
internal static class ImageRules
{
    /// <summary>What is wrong with an image, or null.</summary>
    public static string? Trouble(ImageInfo image, long maxBytes) =>
        image.SizeBytes > maxBytes ? $"seen an image of {image.SizeBytes} bytes, wanted at most {maxBytes}"
        : image.Volumes.Count > 0 ? $"seen an image with the volume {SafeText.Seen(image.Volumes[0])}, wanted none"
        : image.OnBuild.Count > 0 ? "seen an image with ONBUILD, wanted none"
        : image.WorkingDirectory.Length > 0 && !ImagePaths.IsWorkingDirectory(image.WorkingDirectory)
            ? $"seen WORKDIR {SafeText.Seen(image.WorkingDirectory)}, wanted an absolute path outside /proc, /sys and /dev"
        : image.Labels.Keys.FirstOrDefault(IsForeign) is { } label ? $"seen the label {SafeText.Seen(label)}, wanted none of the host's own"
        : null;

    private static bool IsForeign(string label) =>
        label.StartsWith("skillhost", StringComparison.OrdinalIgnoreCase)
        && label is not (ImageLabels.Skill or ImageLabels.Runtime or ImageLabels.Content or ImageLabels.Source or ImageLabels.Init);

    /// <summary>
    /// What is wrong with an image that another host is said to have built with <paramref name="labels"/>, or null. Where it was built
    /// does not matter.
    /// </summary>
    public static string? Trouble(ImageInfo image, IReadOnlyDictionary<string, string> labels, long maxBytes)
    {
        foreach ((string name, string wanted) in labels.Where(l => l.Key != ImageLabels.Source))
        {
            string seen = image.Labels.GetValueOrDefault(name, "");
            if (seen != wanted)
            {
                return $"seen the label {name}={SafeText.Seen(seen)}, wanted {wanted}";
            }
        }

        return Trouble(image, maxBytes);
    }
}
