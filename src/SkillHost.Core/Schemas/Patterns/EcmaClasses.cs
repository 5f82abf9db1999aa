namespace SkillHost.Schemas.Patterns;

/// <summary>The character classes that an escape stands for: <c>\d \w \s \p{…}</c> and their opposites.</summary>
internal static class EcmaClasses
{
    /// <summary>What <c>.</c> does not match.</summary>
    public static CodePoints LineEnds => new CodePoints().Add('\n', '\n').Add('\r', '\r').Add(0x2028, 0x2029);

    /// <summary>The class that comes next, which is then passed over; null when something else comes.</summary>
    public static CodePoints? TryRead(PatternReader reader)
    {
        char kind = reader.PeekAt(1);
        if (kind is not ('d' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P'))
        {
            return null;
        }

        reader.Skip(2);
        CodePoints set = char.ToLowerInvariant(kind) switch { 'd' => Digits, 'w' => Words, 's' => Spaces, _ => Property(reader) };
        return char.IsUpper(kind) ? set.Inverted() : set;
    }

    private static CodePoints Property(PatternReader reader) => reader.Skip("{")
        ? UnicodeProperty.Members(reader.Until('}', "has \\p{ that is never closed"))
        : throw new PatternSyntaxException("has \\p without a name in braces");

    private static CodePoints Digits => new CodePoints().Add('0', '9');

    private static CodePoints Words => new CodePoints().Add('A', 'Z').Add('a', 'z').Add('0', '9').Add('_', '_');

    private static CodePoints Spaces => new CodePoints().Add('\t', '\r').Add(' ', ' ').Add(0xA0, 0xA0).Add(0x1680, 0x1680)
        .Add(0x2000, 0x200A).Add(0x2028, 0x2029).Add(0x202F, 0x202F).Add(0x205F, 0x205F).Add(0x3000, 0x3000).Add(0xFEFF, 0xFEFF);
}
