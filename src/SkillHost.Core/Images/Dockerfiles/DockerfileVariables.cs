using System.Buffers;
using System.Text;

namespace SkillHost.Images.Dockerfiles;

/// <summary>Values of ARG and ENV, as far as they can be known without running anything.</summary>
internal sealed class DockerfileVariables
{
    private static readonly SearchValues<char> Special = SearchValues.Create("$\"'\\`{}");

    private readonly Dictionary<string, string?> _arguments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal);

    private bool _basesOwn;

    /// <summary>Those of a stage that starts from another, or from a base, whose own are not known.</summary>
    public static DockerfileVariables From(DockerfileVariables? parent)
    {
        var variables = new DockerfileVariables { _basesOwn = true };
        foreach ((string name, string? value) in parent?._environment ?? [])
        {
            variables._environment[name] = value;
        }

        return variables;
    }

    /// <summary>Sets what an ARG says; an ARG without a value takes the one of <paramref name="global"/>.</summary>
    public void SetArguments(string rest, char escape, DockerfileVariables? global)
    {
        foreach (string word in DockerfileWords.Split(rest, escape))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? word : word[..equals];
            _arguments[name] = equals < 0 ? global?.Get(name) : Value(word[(equals + 1)..], escape);
        }
    }

    /// <summary>Sets what an ENV says.</summary>
    public void SetEnvironment(string rest, char escape)
    {
        IReadOnlyList<string> words = DockerfileWords.Split(rest, escape);
        if (!words[0].Contains('='))
        {
            _environment[words[0]] = Value(rest[words[0].Length..].Trim(' ', '\t'), escape);
            return;
        }

        foreach (string word in words)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            _environment[equals < 0 ? word : word[..equals]] = equals < 0 ? null : Value(word[(equals + 1)..], escape);
        }
    }

    /// <summary>
    /// The text with <c>$x</c>, <c>${x}</c>, <c>${x:-default}</c> and <c>${x:+other}</c> replaced; null when it cannot be known.
    /// </summary>
    public string? Expand(string text)
    {
        var expanded = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != '$')
            {
                expanded.Append(text[at]);
                continue;
            }

            int end = EndOfName(text, at + 1);
            string? value = Reference(text[(at + 1)..end]);
            if (value == null)
            {
                return null;
            }

            expanded.Append(value);
            at = end - 1;
        }

        return expanded.ToString();
    }

    private static int EndOfName(string text, int start)
    {
        int end = start;
        if (end < text.Length && text[end] == '{')
        {
            int close = text.IndexOf('}', end);
            return close < 0 ? text.Length : close + 1;
        }

        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end;
    }

    private string? Reference(string reference)
    {
        if (!reference.StartsWith('{'))
        {
            return Get(reference);
        }

        string inside = reference.EndsWith('}') ? reference[1..^1] : "";
        int colon = inside.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? inside : inside[..colon];
        string? value = Get(name);
        if (value == null && _basesOwn && !_arguments.ContainsKey(name))
        {
            // The base may have it.
            return null;
        }

        string word = colon < 0 ? "" : inside[(colon + 1)..];
        return word switch
        {
            "" => colon < 0 ? value : null,
            ['-', .. var otherwise] => string.IsNullOrEmpty(value) ? Literal(otherwise) : value,
            ['+', .. var instead] => string.IsNullOrEmpty(value) ? "" : Literal(instead),
            _ => null,
        };
    }

    private static string? Literal(string text) => text.AsSpan().IndexOfAny(Special) < 0 ? text : null;

    // What is built wins over what is passed, as in the engine.
    private string? Get(string name) =>
        _environment.TryGetValue(name, out string? value) || _arguments.TryGetValue(name, out value) ? value : null;

    private string? Value(string word, char escape)
    {
        bool literal = word.Contains('\'') || word.Contains(escape);
        return literal && word.Contains('$') ? null : Expand(DockerfileWords.Unquote(word, escape));
    }
}
