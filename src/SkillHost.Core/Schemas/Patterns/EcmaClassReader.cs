namespace SkillHost.Schemas.Patterns;

/// <summary>Reads a class in brackets, such as <c>[^a-z\d]</c>.</summary>
internal sealed class EcmaClassReader(PatternReader reader)
{
    /// <summary>The members. Throws <see cref="PatternSyntaxException"/>.</summary>
    public CodePoints Read()
    {
        reader.Skip(1);
        bool negated = reader.Skip("^");
        CodePoints members = new();
        while (!reader.Skip("]"))
        {
            Item(members);
        }

        return negated ? members.Inverted() : members;
    }

    private void Item(CodePoints members)
    {
        if (Atom(members) is not { } from)
        {
            return;
        }

        // A hyphen before the closing bracket stands for itself.
        if (reader.Peek != '-' || reader.PeekAt(1) == ']')
        {
            members.Add(from, from);
            return;
        }

        reader.Skip(1);
        if (Atom(members) is not { } to)
        {
            throw new PatternSyntaxException("has a range that ends in a class");
        }

        members.Add(from, to >= from ? to : throw new PatternSyntaxException("has a range whose end comes before its start"));
    }

    // A single code point, or null after adding a whole class.
    private int? Atom(CodePoints members)
    {
        if (reader.End)
        {
            throw new PatternSyntaxException("has a class that is never closed");
        }

        if (reader.Peek != '\\')
        {
            return reader.CodePoint();
        }

        if (EcmaClasses.TryRead(reader) is { } set)
        {
            members.Add(set);
            return null;
        }

        if (reader.Skip("\\b"))
        {
            return '\b';
        }

        return reader.EscapedCodePoint();
    }
}
