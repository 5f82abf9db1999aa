using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;

namespace SkillHost.SemanticKernel.Parameters;

/// <summary>
/// Reads one argument as the JSON its parameter takes. Connectors hand over what a model wrote as text, whatever its type (a number as
/// "5", true as "True"), so text that a parameter does not take as text is read as JSON, and the other way round.
/// </summary>
internal sealed class ArgumentReader(ParameterSet parameters, JsonSerializerOptions serializer)
{
    private static readonly JsonElement Null = JsonElement.Parse("null");
    private readonly JsonSerializerOptions _options = new(serializer) { WriteIndented = false };

    /// <summary>
    /// Reads <paramref name="value"/> for <paramref name="parameter"/> (null: a further argument); <paramref name="json"/> is null where it
    /// is to be left out. False where the value has no JSON form.
    /// </summary>
    public bool TryRead(SkillParameter? parameter, object? value, out JsonElement? json)
    {
        json = null;
        if (!TrySerialize(value, out JsonElement written))
        {
            return false;
        }

        JsonElement[] forms = [written, .. OtherForms(written, value)];
        if (parameter is null)
        {
            json = written.ValueKind == JsonValueKind.Null ? null : written;
        }
        else if (written.ValueKind == JsonValueKind.Null)
        {
            json = parameter.IsRequired && parameters.Accepts(parameter, Null) ? Null : null;
        }
        else
        {
            json = Choose(parameter, forms);
        }

        return true;
    }

    // Where none is right, text that is JSON is told apart from text that is none: the host's message then names the true fault.
    private JsonElement Choose(SkillParameter parameter, JsonElement[] forms)
    {
        foreach (JsonElement form in forms.Where(form => parameters.Accepts(parameter, form)))
        {
            return form;
        }

        return forms[0].ValueKind == JsonValueKind.String ? forms[^1] : forms[0];
    }

    private bool TrySerialize(object? value, out JsonElement written)
    {
        written = Null;
        try
        {
            written = value switch
            {
                null => Null,
                JsonElement element => element,
                JsonDocument document => document.RootElement,
                JsonNode node => JsonSerializer.SerializeToElement(node, _options),
                FunctionResult result when result.GetValue<object>() is { } inner => JsonSerializer.SerializeToElement(inner, _options),
                FunctionResult => Null,
                KernelContent content => JsonSerializer.SerializeToElement(content.ToString(), _options),
                _ => JsonSerializer.SerializeToElement(value, value.GetType(), _options),
            };
            return written.ValueKind != JsonValueKind.Undefined;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            // A cycle, a type without JSON form, NaN or infinity, half a surrogate pair: each has its own exception type.
            return false;
        }
    }

    private static IEnumerable<JsonElement> OtherForms(JsonElement written, object? value)
    {
        // An enumeration's value is written as its name.
        if (value is Enum named)
        {
            yield return JsonSerializer.SerializeToElement(Convert.ToInt64(named, CultureInfo.InvariantCulture));
        }

        if (written.ValueKind == JsonValueKind.String)
        {
            if (TryParse(written, out JsonElement parsed))
            {
                yield return parsed;
            }
        }
        else
        {
            yield return JsonSerializer.SerializeToElement(written.GetRawText());
        }
    }

    private static bool TryParse(JsonElement written, out JsonElement parsed)
    {
        parsed = default;
        try
        {
            string text = written.GetString() ?? "";
            parsed = JsonElement.Parse(bool.TryParse(text, out bool truth) ? truth ? "true" : "false" : text);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
