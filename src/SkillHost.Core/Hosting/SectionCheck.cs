using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace SkillHost.Hosting;

/// <summary>
/// Compares a section with the class it is bound to: keys the class does not have, and values it cannot take, are errors.
/// </summary>
internal static class SectionCheck
{
    /// <summary>
    /// All errors of <paramref name="section"/>, each naming its key; keys in <paramref name="others"/> belong to somebody else.
    /// </summary>
    public static IEnumerable<string> Check(IConfiguration section, Type type, IReadOnlyCollection<string> others)
    {
        Dictionary<string, PropertyInfo> properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(IsBindable)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            IEnumerable<string> errors = properties.TryGetValue(child.Key, out PropertyInfo? property)
                ? CheckValue(child, property.PropertyType, [.. property.GetCustomAttributes<ValidationAttribute>()])
                : others.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
                    ? []
                    : [$"{child.Path}: seen an unknown key, wanted one of "
                        + string.Join(", ", properties.Keys.Concat(others).Order(StringComparer.Ordinal))];
            foreach (string error in errors)
            {
                yield return error;
            }
        }
    }

    /// <summary>Properties that the host itself sets say so; a key for one would have no effect.</summary>
    private static bool IsBindable(PropertyInfo property) =>
        property.GetCustomAttribute<BindableAttribute>() is not { Bindable: false } && property.GetIndexParameters().Length == 0
        && (property.SetMethod is { IsPublic: true } || (!IsScalar(property.PropertyType) && property.GetMethod is { IsPublic: true }));

    private static IEnumerable<string> CheckValue(IConfigurationSection section, Type type, ValidationAttribute[] bounds)
    {
        if (IsScalar(type))
        {
            return CheckScalar(section, type, bounds);
        }

        if (!string.IsNullOrEmpty(section.Value))
        {
            return [$"{section.Path}: seen a single value, wanted {(ElementOf(type) is null ? "keys" : "entries")} below it"];
        }

        return ElementOf(type) is { } element
            ? section.GetChildren().SelectMany(child => CheckValue(child, element, []))
            : Check(section, type, []);
    }

    private static IEnumerable<string> CheckScalar(IConfigurationSection section, Type type, ValidationAttribute[] bounds)
    {
        if (section.GetChildren().Any())
        {
            return [$"{section.Path}: seen keys below it, wanted a single value"];
        }

        try
        {
            object? value = section.Get(type);
            return bounds.Where(bound => !bound.IsValid(value))
                .Select(bound => $"{section.Path}: seen '{section.Value}', wanted {Bounds.Describe(bound)}");
        }
        catch (InvalidOperationException)
        {
            Type wanted = Nullable.GetUnderlyingType(type) ?? type;
            string form = wanted.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(wanted))}"
                : wanted == typeof(TimeSpan) ? "a time such as 00:00:30"
                : wanted == typeof(bool) ? "true or false"
                : "a number in its range";
            return [$"{section.Path}: seen '{section.Value}', wanted {form}"];
        }
    }

    private static bool IsScalar(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(string) || bare.IsValueType || TypeDescriptor.GetConverter(bare).CanConvertFrom(typeof(string));
    }

    /// <summary>What a dictionary with text keys, or a list, holds; null for anything else.</summary>
    private static Type? ElementOf(Type type)
    {
        Type? entries = type.GetInterfaces().Append(type)
            .Where(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(candidate => candidate.GetGenericArguments()[0])
            .FirstOrDefault();
        return entries is { IsGenericType: true } && entries.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? entries.GetGenericArguments()[1]
            : entries;
    }
}
