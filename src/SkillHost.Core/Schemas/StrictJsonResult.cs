using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SkillHost.Schemas;

/// <summary>What <see cref="StrictJson"/> read: a value, or one sentence that says why not.</summary>
public sealed record StrictJsonResult
{
    internal StrictJsonResult(JsonElement? value, string? error) => (Value, Error) = (value, error);

    /// <summary>The value, independent of the bytes it was read from; null when there is an error.</summary>
    public JsonElement? Value { get; }

    /// <summary>What is wrong, with line and byte; null when there is a value.</summary>
    public string? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Value is not null;
}
