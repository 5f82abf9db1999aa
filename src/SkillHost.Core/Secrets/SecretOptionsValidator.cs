using Microsoft.Extensions.Options;
using SkillHost.Skills;

namespace SkillHost.Secrets;

/// <summary>What attributes cannot say about <see cref="SecretOptions"/>. Values are never shown.</summary>
internal sealed class SecretOptionsValidator : IValidateOptions<SecretOptions>
{
    private const string Section = "SkillHost:Secrets";

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, SecretOptions options)
    {
        List<string> failures = [];
        foreach (string key in options.Values.Keys.Where(key => !SecretNames.IsRight(key)))
        {
            failures.Add($"{Section}:Values: seen {Shown.Text(key)}, wanted {SecretNames.Form}");
        }

        foreach ((string key, string? folder) in new[] { ("Folder", options.Folder), ("Plugins", options.Plugins) })
        {
            if (folder is { Length: > 0 } && (!Path.IsPathFullyQualified(folder) || !Directory.Exists(folder)))
            {
                failures.Add($"{Section}:{key}: seen {Shown.Text(folder)}, wanted the absolute path of a folder that exists");
            }
        }

        if (options.Plugins is { Length: > 0 } plugins && Directory.Exists(plugins) && PluginFolder.Misses(plugins) is { } wrong)
        {
            failures.Add($"{Section}:Plugins: seen a folder that {wrong}, wanted one that only its owner may change");
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }
}
