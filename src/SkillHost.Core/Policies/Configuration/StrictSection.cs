using System.Globalization;
using Microsoft.Extensions.Configuration;
using SkillHost.Skills;

namespace SkillHost.Policies.Configuration;

/// <summary>
/// A part of the configuration with known keys. What is wrong is added to a list, by full key, with what was seen and what is wanted.
/// </summary>
internal sealed class StrictSection(IConfigurationSection section, List<string> errors)
{
    /// <summary>Whether it is a single text.</summary>
    public bool IsText => section.Value is not null && !section.GetChildren().Any();

    /// <summary>The inner sections, for a part whose keys are names.</summary>
    public IEnumerable<(string Name, StrictSection Section)> Named()
    {
        RefuseValue("a section");
        return section.GetChildren().Select(child => (child.Key, new StrictSection(child, errors)));
    }

    /// <summary>The section's own text as it stands; null when it has keys below it or none at all.</summary>
    public string? Single => section.Value;

    /// <summary>The section's own text, for a part whose values are single texts; null, with an error, when it is none.</summary>
    public string? Text(string wanted)
    {
        if (section.Value is null || section.GetChildren().Any())
        {
            Fail(section.Value is null ? "a section" : Shown.Text(section.Value), wanted);
            return null;
        }

        return section.Value;
    }

    /// <summary>Reports keys other than these.</summary>
    public void Allow(params string[] keys)
    {
        RefuseValue($"a section with the keys {string.Join(", ", keys)}");
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                errors.Add($"{child.Path}: seen an unknown key, wanted one of {string.Join(", ", keys)}{NearMiss.Hint(child.Key, keys)}");
            }
        }
    }

    /// <summary>The inner section of a key, or null when the key is absent.</summary>
    public StrictSection? Inner(string key) => Child(key) is { } child ? new StrictSection(child, errors) : null;

    /// <summary>A text, or null when the key is absent.</summary>
    public string? Text(string key, string wanted) => Child(key) is { } child ? new StrictSection(child, errors).Text(wanted) : null;

    /// <summary>Texts in order; null when the key is absent, and empty when it is there without any.</summary>
    public IReadOnlyList<string>? Texts(string key, string wanted)
    {
        if (Child(key) is not { } child)
        {
            return null;
        }

        StrictSection list = new(child, errors);
        list.RefuseValue($"a list, each item {wanted}");
        return [.. child.GetChildren().Select(item => new StrictSection(item, errors).Text(wanted)).OfType<string>()];
    }

    /// <summary>A value read by <paramref name="parse"/>; null when the key is absent or wrong.</summary>
    public T? Value<T>(string key, string wanted, TryParse<T> parse)
        where T : struct
    {
        if (Text(key, wanted) is not { } text)
        {
            return null;
        }

        if (parse(text, out T value))
        {
            return value;
        }

        errors.Add($"{section.Path}:{key}: seen {Shown.Text(text)}, wanted {wanted}");
        return null;
    }

    /// <summary>A truth value; null when the key is absent or wrong.</summary>
    public bool? Truth(string key) => Value<bool>(key, "true or false", bool.TryParse);

    /// <summary>A whole number; null when the key is absent or wrong.</summary>
    public int? Whole(string key, string wanted) =>
        Value(
            key, wanted,
            (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));

    /// <summary>Adds an error at this section.</summary>
    public void Fail(string seen, string wanted) => errors.Add($"{section.Path}: seen {seen}, wanted {wanted}");

    private void RefuseValue(string wanted)
    {
        // An empty list or object of a JSON file has no children and the empty text for a value.
        if (!string.IsNullOrEmpty(section.Value))
        {
            Fail(Shown.Text(section.Value), wanted);
        }
    }

    // A key that JSON gives null counts as absent.
    private IConfigurationSection? Child(string key) => section.GetChildren()
        .Where(child => child.Value is not null || child.GetChildren().Any())
        .FirstOrDefault(child => string.Equals(child.Key, key, StringComparison.OrdinalIgnoreCase));
}
