using System.Text.Json;

namespace SkillHost.Schemas.Values;

/// <summary>Finds the first property that comes twice in an object.</summary>
internal static class DuplicateProperty
{
    /// <summary>One sentence with its name and place, for valid JSON.</summary>
    public static string Describe(ReadOnlySpan<byte> text, int maxDepth)
    {
        Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = maxDepth });
        Stack<HashSet<string>> objects = [];
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    objects.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    objects.Pop();
                    break;
                case JsonTokenType.PropertyName when !objects.Peek().Add(reader.GetString()!):
                    string place = TextPlace.Of(text, (int)reader.TokenStartIndex);
                    return $"has the property {Quote.Name(reader.GetString()!)} twice in one object, again {place}";
            }
        }

        return "has a property twice in one object";
    }
}
