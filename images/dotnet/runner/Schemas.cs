using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SkillHost.Runner;

/// <summary>JSON Schemas of types, and the options by which JSON becomes what they promise.</summary>
public static class Schemas
{
    private static readonly JsonSchemaExporterOptions Exporting = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, node) => Described(context, node),
    };

    /// <summary>Names in camel case, enumerations by name, and nothing unknown taken.</summary>
    public static JsonSerializerOptions Json { get; } = Made();

    /// <summary>
    /// The schema of a type that will stand at <paramref name="place"/> of the whole, such as <c>/properties/box</c>. Throws
    /// <see cref="RefusedException"/> with <paramref name="where"/>.
    /// </summary>
    public static JsonObject Of(Type type, string place, string where)
    {
        if (Foreign(type) is { } foreign)
        {
            throw new RefusedException($"{where}: seen {Name(foreign)}, wanted what JSON can say: text, numbers, true or false, enumerations, "
                + "records, classes, lists or dictionaries of them");
        }

        try
        {
            JsonNode node = Json.GetJsonSchemaAsNode(type, Exporting);
            JsonObject schema = node as JsonObject ?? [];
            Rebase(schema, place);
            return schema;
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            throw new RefusedException($"{where}: seen {Name(type)}, which JSON cannot say ({e.Message})");
        }
    }

    /// <summary>Adds what the attributes of a parameter or property say to its schema.</summary>
    public static void Describe(JsonObject schema, ICustomAttributeProvider? on)
    {
        if (Marks.Description(on) is { } text)
        {
            schema["description"] = text;
        }

        if (Marks.Find(on, "Range") is { ConstructorArguments: [{ Value: int or double }, { Value: int or double }] bounds })
        {
            schema["minimum"] = JsonValue.Create(Convert.ToDecimal(bounds[0].Value, null));
            schema["maximum"] = JsonValue.Create(Convert.ToDecimal(bounds[1].Value, null));
        }

        if (Marks.Text(Marks.Find(on, "RegularExpression")) is { } pattern)
        {
            schema["pattern"] = $"^(?:{pattern})$";
        }

        bool list = schema["items"] is not null || (schema["type"] as JsonValue)?.ToString() == "array";
        Bound(schema, Marks.Find(on, "MinLength"), list ? "minItems" : "minLength");
        Bound(schema, Marks.Find(on, "MaxLength"), list ? "maxItems" : "maxLength");
        if (Marks.Find(on, "StringLength") is { } length)
        {
            Bound(schema, length, "maxLength");
            if (Marks.Named<int>(length, "MinimumLength") is > 0 and int shortest)
            {
                schema["minLength"] = shortest;
            }
        }
    }

    /// <summary>Adds that nothing is a value too.</summary>
    public static void AllowNull(JsonObject schema)
    {
        if (schema["type"] is JsonValue one && one.ToString() != "null")
        {
            schema["type"] = new JsonArray(one.ToString(), "null");
            (schema["enum"] as JsonArray)?.Add((JsonNode?)null);
        }
    }

    private static void Bound(JsonObject schema, CustomAttributeData? data, string key)
    {
        if (data is { ConstructorArguments: [{ Value: int bound }, ..] })
        {
            schema[key] = bound;
        }
    }

    private static JsonObject Described(JsonSchemaExporterContext context, JsonNode node)
    {
        // true: everything fits.
        JsonObject schema = node as JsonObject ?? [];
        if (schema["enum"] is JsonArray values && schema["type"] is null)
        {
            bool empty = values.Any(value => value is null);
            schema.Insert(0, "type", empty ? new JsonArray("string", "null") : "string");
        }

        if (context.PropertyInfo is null && context.Path.Length == 0)
        {
            return schema;
        }

        ICustomAttributeProvider? property = context.PropertyInfo?.AttributeProvider;
        Describe(schema, context.TypeInfo.Type.IsPrimitive ? null : context.TypeInfo.Type);
        Describe(schema, context.PropertyInfo?.AssociatedParameter?.AttributeProvider);
        Describe(schema, property);
        return schema;
    }

    // What a schema says of itself by address is somewhere else once it stands in another.
    private static void Rebase(JsonNode? node, string place)
    {
        if (node is JsonObject schema)
        {
            if (schema["$ref"] is JsonValue reference && reference.ToString() is ['#', ..] address)
            {
                schema["$ref"] = "#" + place + address[1..];
            }

            foreach (KeyValuePair<string, JsonNode?> member in schema)
            {
                Rebase(member.Value, place);
            }
        }
        else if (node is JsonArray array)
        {
            foreach (JsonNode? item in array)
            {
                Rebase(item, place);
            }
        }
    }

    private static Type? Foreign(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsByRef || type.IsPointer || type.IsByRefLike || typeof(Delegate).IsAssignableFrom(type)
            || typeof(MemberInfo).IsAssignableFrom(type) || type == typeof(nint) || type == typeof(nuint)
            || typeof(IServiceProvider).IsAssignableFrom(type) || typeof(System.IO.Stream).IsAssignableFrom(type))
        {
            return type;
        }

        bool open = (type.IsInterface || type.IsAbstract) && !type.IsDefined(typeof(JsonPolymorphicAttribute))
            && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && !typeof(JsonNode).IsAssignableFrom(type)
            && Json.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object };
        return open ? type : null;
    }

    private static string Name(Type type) => type.IsGenericType ? type.Name.Split('`')[0] : type.Name;

    private static JsonSerializerOptions Made()
    {
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly();
        return options;
    }
}
