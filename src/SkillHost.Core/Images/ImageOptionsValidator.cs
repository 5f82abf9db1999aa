using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace SkillHost.Images;

/// <summary>What attributes cannot say about <see cref="ImageOptions"/>.</summary>
internal sealed partial class ImageOptionsValidator : IValidateOptions<ImageOptions>
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

        foreach (string skill in options.AllowBuildNetwork.Where(s => !SkillNameForm().IsMatch(s)))
        {
            failures.Add($"{Section}:AllowBuildNetwork: seen '{SafeText.Seen(skill)}', wanted the name of a skill, such as csv-summary");
        }

        if (options.Registry is { } registry && !RegistryAddress.IsValid(registry))
        {
            failures.Add($"Registry: seen '{SafeText.Seen(registry)}', wanted {RegistryAddress.Wanted}");
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex SkillNameForm();
}
