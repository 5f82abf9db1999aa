using System.Collections.Generic;
using System.Text.Json;

namespace SkillHost.Runner;

/// <summary>What a call came to.</summary>
public sealed record ToolResult
{
    /// <summary>The result as JSON; null where it is content.</summary>
    public byte[]? Structured { get; init; }

    /// <summary>Text, pictures and the like.</summary>
    public IReadOnlyList<Block> Content { get; init; } = [];

    /// <summary>Whether it is a failure, whose text says why.</summary>
    public bool IsError { get; init; }

    /// <summary>Writes it as the protocol has it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("content");
        foreach (Block block in Content)
        {
            block.Write(writer);
        }

        writer.WriteEndArray();
        if (Structured is not null)
        {
            writer.WritePropertyName("structuredContent");
            writer.WriteRawValue(Structured, skipInputValidation: true);
        }

        if (IsError)
        {
            writer.WriteBoolean("isError", true);
        }

        writer.WriteEndObject();
    }
}
