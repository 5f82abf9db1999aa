using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace SkillHost.SemanticKernel.Parameters;

/// <summary>
/// Takes from a kernel's arguments what a function has parameters for, as kernel functions do, and writes it as JSON. Absent and null
/// arguments are left out, unless the parameter is required and takes null.
/// </summary>
internal sealed class ArgumentBinder(ParameterSet parameters, JsonSerializerOptions options)
{
    // What a function reads is no HTML, so text stays readable and short.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArgumentReader _reader = new(parameters, options);

    /// <summary>The parameters.</summary>
    public ParameterSet Parameters => parameters;

    /// <summary>Binds <paramref name="arguments"/>.</summary>
    public BoundArguments Bind(KernelArguments arguments)
    {
        Dictionary<string, JsonElement> bound = [];
        List<string> ignored = [];
        foreach ((string name, object? value) in arguments.Where(a => a.Value is not (Kernel or CancellationToken)))
        {
            SkillParameter? parameter = parameters.All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (parameter is null && !parameters.TakesMore)
            {
                ignored.Add(name);
            }
            else if (!_reader.TryRead(parameter, value, out JsonElement? json))
            {
                return new BoundArguments { Problem = $"argument \"{name}\" ({value?.GetType().Name}) cannot be written as JSON" };
            }
            else if (json is { } element)
            {
                bound[parameter?.Name ?? name] = element;
            }
        }

        return new BoundArguments { Json = Write(bound), Ignored = ignored };
    }

    private static ReadOnlyMemory<byte> Write(Dictionary<string, JsonElement> arguments)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, Readable);
        writer.WriteStartObject();
        foreach ((string name, JsonElement value) in arguments)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
