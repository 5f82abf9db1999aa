using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SkillHost.Hosting;

/// <summary>
/// Binds a part of the host's section to its options class, strictly: what is unknown or unfit is reported and nothing is bound.
/// </summary>
internal sealed class SectionBinder<T>(HostConfiguration configuration, BoundSection<T> part, IEnumerable<OptionsSection> all)
    : IConfigureOptions<T>, IValidateOptions<T>
    where T : class
{
    private readonly IConfiguration? _section = part.Name.Length == 0
        ? configuration.Section
        : configuration.Section?.GetSection(part.Name);
    private string[]? _errors;

    /// <inheritdoc />
    public void Configure(T options)
    {
        (Errors().Length == 0 ? _section : Sound())?.Bind(options);
    }

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, T options) =>
        Errors() is { Length: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;

    private string[] Errors() => _errors ??= _section is null
        ? []
        : [.. Stray(), .. SectionCheck.Check(_section, typeof(T), part.Name.Length == 0 ? Others() : [])];

    /// <summary>
    /// What is left of the section without the keys that are wrong, so that further rules can say what is wrong with the others.
    /// </summary>
    private IConfigurationRoot Sound()
    {
        string[] wrong = [.. Errors().Select(error => error[..error.IndexOf(": ", StringComparison.Ordinal)])];
        return new ConfigurationBuilder()
            .AddInMemoryCollection(_section!.GetChildren() // Not null: something in it is wrong.
                .Where(child => !wrong.Any(path => path == child.Path || path.StartsWith(child.Path + ":", StringComparison.Ordinal)))
                .SelectMany(child => child.AsEnumerable())
                .Select(pair => KeyValuePair.Create(Relative(pair.Key), pair.Value)))
            .Build();
    }

    private string Relative(string key) => _section is IConfigurationSection { Path: var path } ? key[(path.Length + 1)..] : key;

    /// <summary>A single value where the section should be.</summary>
    private IEnumerable<string> Stray() => _section is IConfigurationSection { Value: { Length: > 0 } } section
        ? [$"{section.Path}: seen a single value, wanted keys below it"]
        : [];

    private string[] Others() => [.. all.Select(section => section.Name).Where(name => name.Length > 0)];
}
