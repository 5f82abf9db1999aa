using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Schema;
using SkillHost.Functions;

namespace SkillHost.App.Cli;

/// <summary>Where the arguments of <c>run</c> come from.</summary>
internal sealed class CallArguments(Terminal terminal)
{
    private readonly Option<string?> _whole = new("--args")
    {
        Description = "Arguments: a JSON object, @FILE, or - for standard input (the default unless it is a terminal)",
        HelpName = "JSON|@FILE|-",
    };

    private readonly Option<string[]> _values = new("--arg")
    {
        Description = "One argument; text where the function's schema says string, otherwise JSON",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string[]> _files = new("--arg-file")
    {
        Description = "One argument whose value is a file's text",
        HelpName = "NAME=FILE",
    };

    /// <summary>Adds the options to the verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_whole);
        command.Options.Add(_values);
        command.Options.Add(_files);
    }

    /// <summary>
    /// The arguments as JSON, byte for byte as given unless single ones were added. Throws <see cref="UsageException"/> for a
    /// file that cannot be read and for text that is no JSON object where it must be changed.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(ParseResult parse, SkillFunction function, CancellationToken cancellationToken)
    {
        string[] values = parse.GetValue(_values) ?? [];
        string[] files = parse.GetValue(_files) ?? [];
        IReadOnlyList<string> flags = parse.UnmatchedTokens;
        bool single = values.Length + files.Length + flags.Count > 0;
        ReadOnlyMemory<byte> whole = await ReadWholeAsync(parse.GetValue(_whole), single, cancellationToken);
        if (!single)
        {
            return whole;
        }

        JsonObject arguments = ParseObject(whole.Span);
        foreach ((string name, string value) in values.Select(v => Split("--arg", v)))
        {
            arguments[name] = ParseValue(name, value, function.JsonSchema);
        }

        foreach ((string name, string path) in files.Select(f => Split("--arg-file", f)))
        {
            arguments[name] = Encoding.UTF8.GetString(await ReadFileAsync(path, cancellationToken));
        }

        if (flags.Count > 0)
        {
            Command command = parse.CommandResult.Command;
            FlagReader reader = new(FlagsOf(command, function), NamesOf(command), path => ReadFileAsync(path, cancellationToken));
            await reader.ReadAsync(flags, arguments);
        }

        return JsonSerializer.SerializeToUtf8Bytes(arguments);
    }

    /// <summary>The flags that <paramref name="command"/> takes for <paramref name="function"/> on top of its own options.</summary>
    public static SchemaFlags FlagsOf(Command command, SkillFunction function) =>
        SchemaFlags.Of(function.JsonSchema, [.. NamesOf(command).Select(name => name.TrimStart('-'))]);

    /// <summary>Arguments for a call that gives none: the function's first example, or an empty object.</summary>
    public static string ExampleOf(SkillFunction function) =>
        function.Callable.Function.Examples is [var first, ..] ? Json.Compact(first.Arguments) : "{}";

    /// <summary>The bytes of a file that the command line names. Throws <see cref="UsageException"/> where there are none.</summary>
    public static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Length == 0)
        {
            throw new UsageException("a file: seen no name, wanted one, such as in @FILE or NAME=FILE");
        }

        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read {path}: {e.Message}");
        }
    }

    private static IEnumerable<string> NamesOf(Command command) => command.Options
        .Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive))
        .SelectMany(option => option.Aliases.Append(option.Name))
        .Where(name => name.StartsWith("--", StringComparison.Ordinal));

    private async Task<ReadOnlyMemory<byte>> ReadWholeAsync(string? given, bool single, CancellationToken cancellationToken)
    {
        if (given is null && (single || terminal.InputIsTerminal))
        {
            return "{}"u8.ToArray();
        }

        if (given is not (null or "-"))
        {
            return given.StartsWith('@') ? await ReadFileAsync(given[1..], cancellationToken) : Encoding.UTF8.GetBytes(given);
        }

        using MemoryStream input = new();
        await Terminal.OpenInput().CopyToAsync(input, cancellationToken);
        byte[] bytes = input.ToArray();
        return bytes.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0 ? "{}"u8.ToArray() : bytes;
    }

    private static JsonObject ParseObject(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject
                ?? throw new UsageException("--args: wanted a JSON object to add the single arguments to");
        }
        catch (JsonException e)
        {
            throw new UsageException($"--args: {e.Message}");
        }
    }

    private static JsonNode? ParseValue(string name, string value, JsonElement schema)
    {
        string? type = TypeOf(name, schema);
        if (type == "string")
        {
            return JsonValue.Create(value);
        }

        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException) when (type is null)
        {
            return JsonValue.Create(value);
        }
        catch (JsonException)
        {
            throw new UsageException($"--arg {name}: seen {value}, wanted JSON of type {type}");
        }
    }

    /// <summary>The one type that a function's schema gives an argument, or null where it leaves that open.</summary>
    private static string? TypeOf(string name, JsonElement schema) =>
        schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(name, out JsonElement property)
            && property.ValueKind == JsonValueKind.Object
            && property.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    private static (string Name, string Value) Split(string option, string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (text[..at], text[(at + 1)..]) : throw new UsageException($"{option}: seen {text}, wanted NAME=VALUE");
    }
}
