using Microsoft.Extensions.Options;
using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>What attributes cannot say about <see cref="ImageOptions"/>.</summary>
internal sealed class ImageOptionsValidator : IValidateOptions<ImageOptions>
{
    private const string Section = "SkillHost:Images";

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ImageOptions options)
    {
        List<string> failures = [];
        foreach (string reference in options.ApprovedBases ?? [])
        {
            string fixedPart = reference.EndsWith('*') ? reference[..^1] + "x" : reference;
            if (ImageReference.Normalise(fixedPart) == null)
            {
                const string Wanted = "an image such as debian:bookworm-slim or repository/*";
                failures.Add($"{Section}:ApprovedBases: seen '{SafeText.Seen(reference)}', wanted {Wanted}");
            }
        }

        foreach (string skill in options.AllowBuildNetwork)
        {
            if (SkillName.Misses(skill) is { } wanted)
            {
                failures.Add($"{Section}:AllowBuildNetwork: seen '{SafeText.Seen(skill)}', wanted the name of a skill: {wanted}");
            }
        }

        if (options.Registry is { } registry && !RegistryAddress.IsValid(registry))
        {
            failures.Add($"{Section}:Registry: seen '{SafeText.Seen(registry)}', wanted {RegistryAddress.Wanted}");
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }
}
