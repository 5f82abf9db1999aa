using System.Collections.Frozen;
using System.Globalization;

namespace SkillHost.Schemas.Patterns;

/// <summary>Code points by the names that <c>\p{…}</c> takes: general categories, and Any, ASCII and Assigned.</summary>
internal static class UnicodeProperty
{
    // In the order of UnicodeCategory.
    private static readonly string[] ShortNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly FrozenDictionary<string, string> LongNames = """
        Letter L Uppercase_Letter Lu Lowercase_Letter Ll Titlecase_Letter Lt Modifier_Letter Lm Other_Letter Lo Cased_Letter LC
        Mark M Combining_Mark M Nonspacing_Mark Mn Spacing_Mark Mc Enclosing_Mark Me
        Number N Decimal_Number Nd digit Nd Letter_Number Nl Other_Number No
        Separator Z Space_Separator Zs Line_Separator Zl Paragraph_Separator Zp
        Other C Control Cc cntrl Cc Format Cf Surrogate Cs Private_Use Co Unassigned Cn
        Punctuation P punct P Connector_Punctuation Pc Dash_Punctuation Pd Open_Punctuation Ps Close_Punctuation Pe
        Initial_Punctuation Pi Final_Punctuation Pf Other_Punctuation Po
        Symbol S Math_Symbol Sm Currency_Symbol Sc Modifier_Symbol Sk Other_Symbol So
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    private static readonly CodePoints[] ByCategory = Scan();

    /// <summary>The members of <c>\p{<paramref name="name"/>}</c>. Throws <see cref="PatternSyntaxException"/>.</summary>
    public static CodePoints Members(string name)
    {
        string category = name;
        foreach (string prefix in (ReadOnlySpan<string>)["General_Category=", "gc="])
        {
            category = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : category;
        }

        return category switch
        {
            "Any" => new CodePoints().Add(0, CodePoints.Last),
            "ASCII" => new CodePoints().Add(0, 0x7F),
            "Assigned" => Members("Cn").Inverted(),
            _ => OfCategories(Categories(LongNames.GetValueOrDefault(category, category), name)),
        };
    }

    private static bool[] Categories(string shortName, string name)
    {
        bool[] wanted = [.. ShortNames.Select(n => n == shortName || (shortName.Length == 1 && n[0] == shortName[0]))];
        if (shortName == "LC")
        {
            wanted[(int)UnicodeCategory.UppercaseLetter] = true;
            wanted[(int)UnicodeCategory.LowercaseLetter] = true;
            wanted[(int)UnicodeCategory.TitlecaseLetter] = true;
        }

        return wanted.Contains(true) ? wanted : throw new PatternSyntaxException(
            $"uses \\p{{{name}}}; only general categories such as \\p{{L}} or \\p{{Letter}}, and Any, ASCII and Assigned are supported");
    }

    private static CodePoints OfCategories(bool[] wanted)
    {
        CodePoints members = new();
        for (int category = 0; category < wanted.Length; category++)
        {
            _ = wanted[category] ? members.Add(ByCategory[category]) : members;
        }

        return members;
    }

    // One pass over all code points takes milliseconds, so it is made once and only when a pattern needs it.
    private static CodePoints[] Scan()
    {
        CodePoints[] members = [.. ShortNames.Select(_ => new CodePoints())];
        int from = 0;
        for (int at = 1; at <= CodePoints.Last + 1; at++)
        {
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(from);
            if (at > CodePoints.Last || CharUnicodeInfo.GetUnicodeCategory(at) != category)
            {
                members[(int)category].Add(from, at - 1);
                from = at;
            }
        }

        return members;
    }
}
