using System;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkillHost.Runner;

/// <summary>One function: its tool, and how it is called.</summary>
public sealed class Function
{
    private readonly object? _instance;
    private readonly MethodInvoker _invoker;
    private readonly Parameter[] _parameters;
    private readonly Returned _returned;

    /// <summary>Looks at a method; throws <see cref="RefusedException"/> where it cannot be a tool.</summary>
    public Function(string name, MethodInfo method, object? instance)
    {
        string where = $"{method.DeclaringType?.Name}.{method.Name}";
        if (method.ContainsGenericParameters)
        {
            throw new RefusedException($"{where}: seen a generic method, wanted one whose types are known");
        }

        NullabilityInfoContext nullability = new();
        _instance = instance;
        _parameters = [.. method.GetParameters().Select(parameter => new Parameter(parameter, nullability, where))];
        _returned = new Returned(method.ReturnParameter, nullability);
        _invoker = MethodInvoker.Create(method);
        Tool = new JsonObject
        {
            ["name"] = name,
            ["description"] = Marks.Description(method) ?? "",
            ["inputSchema"] = Input(),
        };
        if (_returned.Schema is { } output)
        {
            Tool["outputSchema"] = output;
        }

        RuntimeHelpers.PrepareMethod(method.MethodHandle);
    }

    /// <summary>The tool, as a server lists it.</summary>
    public JsonObject Tool { get; }

    /// <summary>
    /// Calls it and waits. Throws <see cref="WrongArgumentException"/>, and whatever the function throws.
    /// </summary>
    public ToolResult Run(JsonElement arguments, Call call)
    {
        object?[] values = new object?[_parameters.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _parameters[i].Bind(arguments, call);
        }

        return _returned.Result(_invoker.Invoke(_instance, values.AsSpan()), call.Token);
    }

    private JsonObject Input()
    {
        JsonObject properties = [];
        JsonArray required = [];
        foreach (Parameter parameter in _parameters.Where(parameter => !parameter.IsGiven))
        {
            properties[parameter.Name] = parameter.Schema;
            if (parameter.Required)
            {
                required.Add(parameter.Name);
            }
        }

        JsonObject schema = new() { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        schema["additionalProperties"] = false;
        return schema;
    }
}
