using System.Text.Json;

namespace SkillHost.App.Cli.Schema;

/// <summary>A property of a function's arguments as a flag.</summary>
internal sealed record SchemaFlag
{
    /// <summary>Name of the property.</summary>
    public required string Property { get; init; }

    /// <summary>Its flags without hyphens: as written, and <c>max-rows</c> for <c>maxRows</c>.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Its one type besides null, or null where the schema leaves it open.</summary>
    public string? Type { get; init; }

    /// <summary>For an array, the flag of one item.</summary>
    public SchemaFlag? Item { get; init; }

    /// <summary>Values it may have, as JSON; empty where any is right.</summary>
    public IReadOnlyList<JsonElement> Choices { get; init; } = [];

    public string Description { get; init; } = "";

    public string? Default { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Whether the flag alone means true.</summary>
    public bool IsSwitch => Type == "boolean";

    /// <summary>What its value looks like, for help and complaints.</summary>
    public string Form =>
        Choices.Count > 0 ? string.Join('|', Choices.Select(c => c.ValueKind == JsonValueKind.String ? c.GetString() : c.GetRawText()))
        : Type switch
        {
            "string" => "TEXT|@FILE",
            "integer" => "WHOLE NUMBER",
            "number" => "NUMBER",
            "boolean" => "true|false",
            "array" => $"{(Item?.Form ?? "JSON")} ...",
            _ => "JSON|@FILE",
        };
}
