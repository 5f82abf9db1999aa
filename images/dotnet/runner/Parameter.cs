using System;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;

namespace SkillHost.Runner;

/// <summary>One parameter of a function: filled by the caller, or by the runner (cancellation and progress).</summary>
public sealed class Parameter
{
    private const int LongestSeen = 60;

    private readonly object? _default;
    private readonly ConstructorInfo? _reporter;

    /// <summary>Looks at a parameter; throws <see cref="RefusedException"/> where no caller could fill it.</summary>
    public Parameter(ParameterInfo parameter, NullabilityInfoContext nullability, string where)
    {
        Name = parameter.Name ?? throw new RefusedException($"{where}: a parameter without a name");
        Type = parameter.ParameterType;
        Required = !parameter.HasDefaultValue;
        _default = parameter.HasDefaultValue ? DefaultOf(parameter) : null;
        IsCancellation = Type == typeof(CancellationToken);
        if (Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(IProgress<>))
        {
            _reporter = typeof(Reporter<>).MakeGenericType(Type.GetGenericArguments()[0]).GetConstructors()[0];
        }

        if (IsGiven)
        {
            return;
        }

        Schema = Schemas.Of(Type, $"/properties/{Name}", $"{where}: parameter {Name}");
        if (!Type.IsValueType && nullability.Create(parameter).WriteState == NullabilityState.Nullable)
        {
            Schemas.AllowNull(Schema);
        }

        Schemas.Describe(Schema, parameter);
        if (_default is not null && JsonSerializer.SerializeToNode(_default, Type, Schemas.Json) is { } plain)
        {
            Schema["default"] = plain;
        }
    }

    /// <summary>Its name, which is the argument's.</summary>
    public string Name { get; }

    /// <summary>Its type.</summary>
    public Type Type { get; }

    /// <summary>Whether a call must give it.</summary>
    public bool Required { get; }

    /// <summary>Whether it is the token by which a function learns that nobody waits any more.</summary>
    public bool IsCancellation { get; }

    /// <summary>Whether the runner fills it, and no caller sees it.</summary>
    public bool IsGiven => IsCancellation || _reporter is not null;

    /// <summary>Its schema; null where the runner fills it.</summary>
    public JsonObject? Schema { get; }

    /// <summary>What the function gets. Throws <see cref="WrongArgumentException"/>.</summary>
    public object? Bind(JsonElement arguments, Call call)
    {
        if (IsCancellation)
        {
            return call.Token;
        }

        if (_reporter is not null)
        {
            return _reporter.Invoke([call]);
        }

        if (arguments.ValueKind != JsonValueKind.Object || !arguments.TryGetProperty(Name, out JsonElement value))
        {
            return Required ? throw new WrongArgumentException($"argument {Name} is missing; wanted {Wanted()}") : _default;
        }

        try
        {
            return Simple(value) ?? value.Deserialize(Type, Schemas.Json);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException
            or NotSupportedException or ArgumentException)
        {
            string inner = (e as JsonException)?.Path is { Length: > 1 } path ? path[1..] : "";
            string seen = value.GetRawText();
            seen = seen.Length > LongestSeen ? seen[..LongestSeen] + "…" : seen;
            throw new WrongArgumentException($"argument {Name}{inner}: seen {seen}, wanted {(inner.Length > 0 ? "what its schema says" : Wanted())}");
        }
    }

    // What most parameters are needs no serializer. JSON knows 2.0 as an integer too.
    private object? Simple(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when Type == typeof(string) => value.GetString(),
        JsonValueKind.True or JsonValueKind.False when Type == typeof(bool) || Type == typeof(bool?) => value.GetBoolean(),
        JsonValueKind.Number when Type == typeof(int) || Type == typeof(int?) => (int)Whole(value),
        JsonValueKind.Number when Type == typeof(long) || Type == typeof(long?) => (long)Whole(value),
        JsonValueKind.Number when Type == typeof(double) || Type == typeof(double?) => value.GetDouble(),
        _ => null,
    };

    private static decimal Whole(JsonElement value)
    {
        decimal number = value.GetDecimal();
        return number == decimal.Truncate(number) ? number : throw new FormatException();
    }

    private string Wanted()
    {
        if (Schema?["enum"] is JsonArray values)
        {
            return "one of " + string.Join(", ", values.Where(value => value is not null));
        }

        string type = Schema?["type"] switch
        {
            JsonArray types => string.Join(" or ", types),
            JsonNode one => one.ToString(),
            _ => "a value",
        };
        return Schema?["format"] is { } format ? $"{type} of the form {format}" : type;
    }

    private static object? DefaultOf(ParameterInfo parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        object? value = parameter.DefaultValue;
        return value is null ? type == parameter.ParameterType && type.IsValueType ? Activator.CreateInstance(type) : null
            : type.IsEnum ? Enum.ToObject(type, value) : value;
    }
}
