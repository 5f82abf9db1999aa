namespace SkillHost.Schemas.Patterns;

/// <summary>The capturing groups of a pattern, found ahead of translation since a reference may come before its group.</summary>
internal sealed class GroupIndex
{
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    public GroupIndex(string source)
    {
        bool inClass = false;
        for (int at = 0; at < source.Length; at++)
        {
            char c = source[at];
            inClass = c == '[' || (inClass && c != ']');
            if (c == '\\' && at + 1 < source.Length)
            {
                Referenced |= !inClass && source[++at] is (>= '1' and <= '9') or 'k';
            }
            else if (c == '(' && !inClass)
            {
                Open(source, at);
            }
        }
    }

    /// <summary>Number of capturing groups.</summary>
    public int Count { get; private set; }

    /// <summary>Whether anything refers back to a group.</summary>
    public bool Referenced { get; }

    /// <summary>The number of the group called <paramref name="name"/>. Throws <see cref="PatternSyntaxException"/> for none.</summary>
    public int NumberOf(string name) => _names.TryGetValue(name, out int number)
        ? number
        : throw new PatternSyntaxException("refers back to a group name it does not have");

    private void Open(string source, int at)
    {
        string rest = source[at..];
        bool named = rest.StartsWith("(?<", StringComparison.Ordinal) && rest.Length > 3 && rest[3] is not ('=' or '!');
        if (!named && rest.StartsWith("(?", StringComparison.Ordinal))
        {
            return;
        }

        Count++;
        int close = named ? rest.IndexOf('>') : -1;
        if (close > 0 && !_names.TryAdd(rest[3..close], Count))
        {
            throw new PatternSyntaxException("uses one group name twice");
        }
    }
}
