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
            return $"the arguments of {call.Name} have {arguments.Length} bytes, at most {options.Value.MaxArgumentBytes} are wanted";
        }

        if (StrictJson.TryParse(arguments, options.Value.MaxJsonDepth, out JsonElement value) is { } wrong)
        {
            return $"the arguments of {call.Name} are not valid JSON: {wrong}";
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return $"the arguments of {call.Name} are one JSON {value.ValueKind.ToString().ToLowerInvariant()}, wanted one JSON object";
        }

        return call.Function.Input.Validate(value) is { Count: > 0 } violations
            ? $"the arguments of {call.Name} miss its input schema: {string.Join("; ", violations)}"
            : null;
    }
}
