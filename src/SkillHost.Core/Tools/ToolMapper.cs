using System.Text;
using System.Text.Json;
using SkillHost.Schemas;
using SkillHost.Skills;

namespace SkillHost.Tools;

/// <summary>Makes a function of one tool, or says what is wrong with it.</summary>
internal sealed class ToolMapper(SourceMap source, ICollection<SkillFailure> failures)
{
    private const int LargestTool = 64 * 1024;
    private const int LongestDescription = 1024;
    private const string WrapMark = "x-skillhost-result";
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    /// <summary>The name a tool has as a function: what is no letter, digit or underscore becomes one.</summary>
    public static string NameOf(string tool)
    {
        string name = string.Concat(tool.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return name.Length > 0 && char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }

    /// <summary>Name of a tool as listed; empty where it has none.</summary>
    public static string ToolName(JsonElement tool) => Text(tool, "name") ?? "";

    /// <summary>
    /// The function, with what is wrong added. What <paramref name="manifest"/>, the function as the manifest lists it, says goes over what
    /// the tool says.
    /// </summary>
    public FunctionDefinition Map(JsonElement tool, FunctionDefinition? manifest, string path)
    {
        string name = ToolName(tool);
        CheckWhole(tool, name);
        JsonElement? output = Schema(tool, name, "outputSchema");
        bool wrapped = output is { } whole && whole.TryGetProperty(WrapMark, out JsonElement mark) && mark.ValueKind == JsonValueKind.True
            && whole.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty("result", out _);
        FunctionDefinition function = manifest ?? new FunctionDefinition
        {
            Name = Name(name),
            Description = Description(tool, name),
            InputSchema = AnyObject,
            Command = [],
            Annotations = Annotations(tool),
        };
        bool ownInput = source.Places.ContainsKey(path + ".inputSchema") && manifest is not null;
        return function with
        {
            Tool = name,
            Wrapped = wrapped,
            InputSchema = ownInput ? function.InputSchema : InputOf(tool, name),
            OutputSchema = function.OutputSchema ?? (wrapped ? output!.Value.GetProperty("properties").GetProperty("result") : output),
            Annotations = manifest is not null && !source.Places.ContainsKey(path + ".annotations")
                ? Annotations(tool) : function.Annotations,
        };
    }

    private void CheckWhole(JsonElement tool, string name)
    {
        int bytes = Encoding.UTF8.GetByteCount(tool.GetRawText());
        if (bytes > LargestTool)
        {
            Fail(name, "", $"{bytes} bytes", $"at most {LargestTool}");
        }

        if (ToolText.Hidden(tool) is { } hidden)
        {
            Fail(name, "", $"the character {Shown.CodePoint(hidden)}", "text without control, zero-width or direction characters");
        }
    }

    private string Name(string tool)
    {
        string name = NameOf(tool);
        if (Names.FunctionMisses(name) is { } wanted)
        {
            Fail(tool, "", "its name", wanted);
        }

        return name;
    }

    private string Description(JsonElement tool, string name)
    {
        string text = ToolText.Paragraph(Text(tool, "description") ?? Text(tool, "title") ?? "");
        int length = text.EnumerateRunes().Count();
        if (length is 0 or > LongestDescription)
        {
            Fail(
                name, "description", length == 0 ? "nothing" : $"{length} characters",
                $"1 to {LongestDescription} characters, or functions in the manifest with descriptions of their own");
        }

        return text;
    }

    private JsonElement InputOf(JsonElement tool, string name)
    {
        JsonElement input = Schema(tool, name, "inputSchema") ?? AnyObject;
        if (Text(input, "type") != "object")
        {
            Fail(name, "inputSchema", "a schema whose root is no object", "type: object, since arguments are always an object");
        }

        return input;
    }

    private JsonElement? Schema(JsonElement tool, string name, string key)
    {
        if (!tool.TryGetProperty(key, out JsonElement schema) || schema.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            Fail(name, key, "no object", "a JSON Schema");
            return null;
        }

        JsonElement plain = WithoutDialect(schema);
        try
        {
            JsonSchema.Compile(plain);
        }
        catch (JsonSchemaException e)
        {
            SchemaViolation first = e.Problems[0];
            Fail(name, key, $"a schema that is wrong at {Shown.Words(first.InstancePath)}", Shown.Words(first.Message, 200));
        }

        return plain;
    }

    // Generators name older drafts; what they use of those means the same in 2020-12.
    private static JsonElement WithoutDialect(JsonElement schema) => !schema.TryGetProperty("$schema", out _)
        ? schema
        : JsonSerializer.SerializeToElement(
            schema.EnumerateObject().Where(property => property.Name != "$schema")
                .ToDictionary(property => property.Name, property => property.Value));

    private static FunctionAnnotations Annotations(JsonElement tool)
    {
        FunctionAnnotations defaults = new();
        JsonElement hints = tool.TryGetProperty("annotations", out JsonElement found) && found.ValueKind == JsonValueKind.Object
            ? found : AnyObject;
        string? title = Text(tool, "title") ?? Text(hints, "title");
        return new FunctionAnnotations
        {
            Title = title is null ? null : Shown.Words(ToolText.Paragraph(title), 200),
            ReadOnlyHint = Truth(hints, "readOnlyHint", defaults.ReadOnlyHint),
            DestructiveHint = Truth(hints, "destructiveHint", defaults.DestructiveHint),
            IdempotentHint = Truth(hints, "idempotentHint", defaults.IdempotentHint),
            OpenWorldHint = Truth(hints, "openWorldHint", defaults.OpenWorldHint),
        };
    }

    private static bool Truth(JsonElement hints, string name, bool absent) =>
        hints.TryGetProperty(name, out JsonElement value) && value.ValueKind is (JsonValueKind.True or JsonValueKind.False)
            ? value.GetBoolean() : absent;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void Fail(string tool, string part, string seen, string wanted)
    {
        string what = $"tool {Shown.Text(tool)}{(part.Length == 0 ? "" : $", {part}")}: {seen}";
        failures.Add(source.Failure("functions", what, wanted));
    }
}
