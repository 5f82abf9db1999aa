using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace SkillHost.Hosting;

/// <summary>Shows a section under the name that rooms ask a whole configuration for, wherever it really stands.</summary>
internal sealed class SectionAsRoot(IConfiguration section, string name) : IConfiguration
{
    /// <inheritdoc />
    public string? this[string key]
    {
        get => TryStrip(key, out string rest) ? section[rest] : null;
        set => throw new NotSupportedException("The configuration is only read.");
    }

    /// <inheritdoc />
    public IEnumerable<IConfigurationSection> GetChildren() => section is IConfigurationSection only ? [only] : [];

    /// <inheritdoc />
    public IChangeToken GetReloadToken() => section.GetReloadToken();

    /// <inheritdoc />
    public IConfigurationSection GetSection(string key) => TryStrip(key, out string rest)
        ? section.GetSection(rest)
        : section.GetSection(key);

    private bool TryStrip(string key, out string rest)
    {
        string prefix = name + ConfigurationPath.KeyDelimiter;
        bool ours = key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        rest = ours ? key[prefix.Length..] : "";
        return ours;
    }
}
