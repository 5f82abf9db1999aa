using System;
using System.Reflection;
using System.Text.Json;

namespace SkillHost.Runner;

/// <summary>What a method is called as a function.</summary>
public static class FunctionName
{
    private const string Async = "Async";

    /// <summary>What its attribute says, else its own name without <c>Async</c> in small letters: <c>AddMonthsAsync</c> is
    /// <c>add_months</c>.</summary>
    public static string Of(MethodInfo method)
    {
        if (Marks.Text(Marks.Find(method, "KernelFunction")) is { Length: > 0 } given)
        {
            return given;
        }

        string name = method.Name;
        name = name.Length > Async.Length && name.EndsWith(Async, StringComparison.Ordinal) ? name[..^Async.Length] : name;
        return JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }
}
