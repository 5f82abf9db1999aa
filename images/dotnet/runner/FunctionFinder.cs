using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace SkillHost.Runner;

/// <summary>
/// Finds a library's functions: public methods of public classes that carry <c>[KernelFunction]</c>, or where none does,
/// <c>[Description]</c>.
/// </summary>
public static class FunctionFinder
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The functions of a library's types by name, in the order of the code: all, or those in <paramref name="wanted"/>. One instance is made of every class
    /// that needs one. Throws <see cref="RefusedException"/>.
    /// </summary>
    public static Dictionary<string, Function> Find(string name, IEnumerable<Type> types, IReadOnlyList<string>? wanted)
    {
        MethodInfo[] methods =
        [
            .. types.Where(type => type.IsClass && !type.ContainsGenericParameters)
                .OrderBy(type => type.MetadataToken).SelectMany(type => type.GetMethods(Public).OrderBy(method => method.MetadataToken)),
        ];
        MethodInfo[] marked = [.. methods.Where(method => Marks.Find(method, "KernelFunction") is not null)];
        marked = marked.Length > 0 ? marked : [.. methods.Where(method => Marks.Find(method, "Description") is not null)];
        if (marked.Length == 0)
        {
            throw new RefusedException($"{name}: there is no public method with [Description] or [KernelFunction], wanted at least one");
        }

        Dictionary<string, MethodInfo> named = Named(name, marked);
        string[] missing = [.. (wanted ?? []).Where(function => !named.ContainsKey(function))];
        if (missing.Length > 0)
        {
            throw new RefusedException($"{name}: there is no function {string.Join(", ", missing)}, which the manifest lists; seen "
                + string.Join(", ", named.Keys));
        }

        Dictionary<Type, object> instances = [];
        return (wanted ?? [.. named.Keys]).Distinct()
            .ToDictionary(function => function, function => new Function(function, named[function], InstanceFor(named[function], instances)));
    }

    private static Dictionary<string, MethodInfo> Named(string library, MethodInfo[] methods)
    {
        Dictionary<string, MethodInfo> named = [];
        foreach (MethodInfo method in methods)
        {
            string name = FunctionName.Of(method);
            if (!named.TryAdd(name, method))
            {
                throw new RefusedException($"{library}: seen two functions {name} ({Place(named[name])} and {Place(method)}), wanted names that "
                    + "differ: [KernelFunction(\"another_name\")] gives one");
            }
        }

        return named;
    }

    // Static constructors too run before any call is known, as the import of a module does.
    private static object? InstanceFor(MethodInfo method, Dictionary<Type, object> instances)
    {
        // Not null: a method of a class.
        Type type = method.DeclaringType!;
        if (method.IsStatic)
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            return null;
        }

        if (!instances.TryGetValue(type, out object? instance))
        {
            instance = !type.IsAbstract && type.GetConstructor([]) is { } make
                ? make.Invoke([])
                : throw new RefusedException($"{Place(method)}: seen a class that cannot be made, wanted a public constructor without parameters, "
                    + "or a static method");
            instances[type] = instance;
        }

        return instance;
    }

    private static string Place(MethodInfo method) => $"{method.DeclaringType?.Name}.{method.Name}";
}
