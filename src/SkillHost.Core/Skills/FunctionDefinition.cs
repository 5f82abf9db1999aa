using System.Text.Json;

namespace SkillHost.Skills;

/// <summary>One function of a skill, validated.</summary>
public sealed record FunctionDefinition
{
    /// <summary>Name: 1–64 of <c>A-Z a-z 0-9 _</c>, not starting with a digit.</summary>
    public required string Name { get; init; }

    /// <summary>What it does; at most 1024 characters, no control characters.</summary>
    public required string Description { get; init; }

    /// <summary>JSON Schema (draft 2020-12) of the arguments; its root type is object.</summary>
    public required JsonElement InputSchema { get; init; }

    /// <summary>JSON Schema of the result; null means that the result is text.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>Hints for the model's client (MCP tool annotations); claims of the author, never policy.</summary>
    public FunctionAnnotations Annotations { get; init; } = new();

    /// <summary>Program and arguments, for protocol command.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Name of the server's tool, for protocol mcp.</summary>
    public string? Tool { get; init; }

    /// <summary>
    /// Whether the server puts a result that is no object into the property <c>result</c> of one, since the protocol wants an object.
    /// </summary>
    public bool Wrapped { get; init; }

    /// <summary>What this function asks for, over what its skill asks for.</summary>
    public PolicyRequest Policy { get; init; } = new();

    /// <summary>Example calls, in the order written.</summary>
    public IReadOnlyList<FunctionExample> Examples { get; init; } = [];
}
