using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace SkillHost.Runner;

/// <summary>
/// Attributes by their names, wherever they are declared: a skill need not reference a package, and one that does is understood whatever
/// its version.
/// </summary>
public static class Marks
{
    /// <summary>The first attribute of that name, or null.</summary>
    public static CustomAttributeData? Find(ICustomAttributeProvider? on, string name) => All(on).FirstOrDefault(data =>
        data.AttributeType.Name == name + "Attribute");

    /// <summary>What <c>[Description]</c> says, in one line; null without one.</summary>
    public static string? Description(ICustomAttributeProvider? on) =>
        Text(Find(on, "Description")) is { Length: > 0 } text ? OneLine(text) : null;

    /// <summary>The first argument of an attribute's constructor, where it is text.</summary>
    public static string? Text(CustomAttributeData? data) =>
        data is { ConstructorArguments: [{ Value: string text }, ..] } ? text : null;

    /// <summary>A named argument of an attribute, where it was given.</summary>
    public static T? Named<T>(CustomAttributeData? data, string name) =>
        data?.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value is T value ? value : default;

    private static IEnumerable<CustomAttributeData> All(ICustomAttributeProvider? on) => on switch
    {
        MemberInfo member => member.GetCustomAttributesData(),
        ParameterInfo parameter => parameter.GetCustomAttributesData(),
        _ => [],
    };

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
