using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SkillHost.App.Http;
using SkillHost.Approvals;
using SkillHost.Docker;
using SkillHost.Hosting;
using SkillHost.Mcp;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.App.Tests.Documents;

/// <summary>Every key that the options classes of a whole host take.</summary>
internal static class ConfigurationKeys
{
    /// <summary>Keys with the property behind each and an instance with its default.</summary>
    public static IReadOnlyDictionary<string, (PropertyInfo Property, object Owner)> All { get; } = Sections()
        .SelectMany(section => Walk(section.Type, "SkillHost" + (section.Name.Length == 0 ? "" : ":" + section.Name)))
        .ToDictionary(key => key.Key, key => (key.Property, key.Owner));

    /// <summary>A default as the document writes it, or null for one that it words freely.</summary>
    public static string? DefaultOf(PropertyInfo property, object owner) => IsFree(owner) ? null : property.GetValue(owner) switch
    {
        null => "null",
        TimeSpan time => $"`{time:c}`",
        IConvertible value => $"`{value.ToString(CultureInfo.InvariantCulture)}`",
        _ => null,
    };

    private static bool IsFree(object owner) => owner is LimitRequest or EgressLimits;

    /// <summary>Bounds as the document writes them, or null where no attribute states them.</summary>
    public static string? BoundsOf(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is not { } range ? null
        : range.Maximum is double and >= long.MaxValue ? $"at least {Show(range.Minimum)}"
        : $"{Show(range.Minimum)} to {Show(range.Maximum)}";

    private static string Show(object bound) => bound is double number
        ? number.ToString("0.###", CultureInfo.InvariantCulture)
        : Convert.ToString(bound, CultureInfo.InvariantCulture)!;

    private static IEnumerable<(string Name, Type Type)> Sections()
    {
        ServiceCollection services = new();
        services.AddSkillHost(new ConfigurationBuilder().Build()).AddDockerEngine().AddSkillHostMcp().AddHttpOptions();
        foreach (ServiceDescriptor service in services.Where(s => s.ServiceType.Name == "OptionsSection"))
        {
            object section = service.ImplementationInstance!;
            string name = (string)section.GetType().GetProperty("Name")!.GetValue(section)!;
            yield return (name, section.GetType().IsGenericType ? section.GetType().GetGenericArguments()[0] : RoomOf(name));
        }
    }

    /// <summary>Rooms that read their section by themselves.</summary>
    private static Type RoomOf(string name) => name == "Approval" ? typeof(ApprovalOptions) : typeof(PolicyOptions);

    private static IEnumerable<(string Key, PropertyInfo Property, object Owner)> Walk(Type type, string path)
    {
        object owner = type == typeof(MountBinding) ? new MountBinding("") : Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(IsKey))
        {
            string key = $"{path}:{KeyOf(property, type)}";
            Type? entry = EntryOf(property.PropertyType);
            if (entry is not null)
            {
                key += ":<name>";
            }

            Type inner = entry ?? property.PropertyType;
            foreach (var found in inner.Namespace!.StartsWith("SkillHost", StringComparison.Ordinal) && !inner.IsEnum
                ? Walk(inner, key) : [(key, property, owner)])
            {
                yield return found;
            }
        }
    }

    private static bool IsKey(PropertyInfo property) =>
        (property.CanWrite || EntryOf(property.PropertyType) is not null)
        && property.GetCustomAttribute<BindableAttribute>() is not { Bindable: false };

    private static string KeyOf(PropertyInfo property, Type type) =>
        type == typeof(LimitRequest) ? property.Name.Replace("Bytes", "", StringComparison.Ordinal) : property.Name;

    /// <summary>What a dictionary holds.</summary>
    private static Type? EntryOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? type.GetGenericArguments()[1] : null;
}
