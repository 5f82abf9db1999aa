using System.Text.Json;
using Microsoft.Extensions.Options;
using SkillHost.Schemas;

namespace SkillHost.Invocations;

/// <summary>Checks the arguments of a call before anything else is done for it.</summary>
internal sealed class ArgumentCheck(IOptions<InvocationHostOptions> options)
{
    /// <summary>What is wrong with <paramref name="arguments"/>, worded so that an agent can correct itself, or null.</summary>
    public string? Check(CallContext call, ReadOnlyMemory<byte> arguments)
    {
        if (arguments.Length > options.Value.MaxArgumentBytes)
        {
            return $"what was given to {call.Name} has {arguments.Length} bytes, at most {options.Value.MaxArgumentBytes} are wanted";
        }

        StrictJsonResult read = StrictJson.Parse(arguments, options.Value.MaxJsonDepth);
        if (!read.IsOk)
        {
            return $"what was given to {call.Name} {read.Error}";
        }

        JsonElement value = read.Value.Value;
        if (value.ValueKind != JsonValueKind.Object)
        {
            return $"what was given to {call.Name} is a JSON {value.ValueKind.ToString().ToLowerInvariant()}, wanted one JSON object";
        }

        return call.Function.Input.Validate(value) is { Count: > 0 } violations
            ? $"the arguments of {call.Name} miss its input schema: {string.Join("; ", violations)}"
            : null;
    }
}
