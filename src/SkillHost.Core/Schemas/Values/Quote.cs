using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SkillHost.Schemas.Values;

/// <summary>Names and values as a message shows them: short, on one line, nothing invisible.</summary>
internal static class Quote
{
    /// <summary>Most characters of one quoted name or value.</summary>
    public const int MaxLength = 80;

    private const int MaxListed = 20;

    /// <summary>A scalar as JSON, cut; an object or an array by its kind.</summary>
    public static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Json(value),
    };

    /// <summary>A value as JSON, cut to <see cref="MaxLength"/> characters.</summary>
    public static string Json(JsonElement value)
    {
        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(value);
        return Text(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * MaxLength)]), text.Length > 4 * MaxLength);
    }

    /// <summary>A property name in quotes.</summary>
    public static string Name(string name) => $"'{Text(name)}'";

    /// <summary>Text cut to <see cref="MaxLength"/> characters, with control and format characters escaped.</summary>
    public static string Text(string text, bool cut = false)
    {
        StringBuilder shown = new(Math.Min(text.Length, MaxLength) + 1);
        int runes = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (++runes > MaxLength)
            {
                cut = true;
                break;
            }

            Append(shown, rune);
        }

        return cut ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>Texts joined by commas, at most twenty of them.</summary>
    public static string List(IReadOnlyCollection<string> texts)
    {
        string listed = string.Join(", ", texts.Take(MaxListed));
        int rest = texts.Count - MaxListed;
        return rest > 0 ? string.Create(CultureInfo.InvariantCulture, $"{listed} and {rest} more") : listed;
    }

    /// <summary>Texts as a choice: <c>a, b or c</c>, at most twenty of them.</summary>
    public static string Either(IReadOnlyList<string> texts) => texts.Count switch
    {
        0 => "nothing",
        1 => texts[0],
        > MaxListed => $"one of {List(texts)}",
        _ => $"{string.Join(", ", texts.SkipLast(1))} or {texts[^1]}",
    };

    /// <summary>A count with its noun: <c>1 item</c>, <c>2 items</c>.</summary>
    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    private static void Append(StringBuilder shown, Rune rune)
    {
        UnicodeCategory category = Rune.GetUnicodeCategory(rune);
        bool hidden = category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
        if (!hidden)
        {
            shown.Append(rune.ToString());
            return;
        }

        shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
    }
}
