using System.Globalization;
using System.Text;

namespace SkillHost.Schemas.Patterns;

/// <summary>
/// Rewrites one regular expression of ECMA-262 (Unicode mode) for .NET. Everything it emits is spelled out, so that no construct
/// that only .NET knows can get through; what neither reading allows is refused.
/// </summary>
internal sealed class EcmaTranslator(string source)
{
    private const string WordClass = "[A-Za-z0-9_]";
    private const int MaxRepeat = 100_000;
    private const int MaxNesting = 100;
    private readonly PatternReader _in = new(source);
    private readonly StringBuilder _out = new();
    private readonly GroupIndex _groups = new(source);
    private int _nesting;
    private int _captures;

    /// <summary>The .NET expression. Throws <see cref="PatternSyntaxException"/>.</summary>
    public string Translate()
    {
        while (!_in.End)
        {
            Next();
        }

        return _nesting == 0 ? _out.ToString() : throw new PatternSyntaxException("has a group that is never closed");
    }

    private void Next()
    {
        char c = _in.Peek;
        switch (c)
        {
            case '^': Take("\\A"); break;
            case '$': Take("\\z"); break;
            case '|': Take("|"); break;
            case '*' or '+' or '?': Take(c.ToString()); break;
            case '.': Take(CodePointWriter.Write(EcmaClasses.LineEnds.Inverted())); break;
            case '(': OpenGroup(); break;
            case ')': CloseGroup(); break;
            case '[': _out.Append(CodePointWriter.Write(new EcmaClassReader(_in).Read())); break;
            case '\\': Escape(); break;
            case '{' when Repeat(): break;
            default: _out.Append(CodePointWriter.Write(_in.CodePoint())); break;
        }
    }

    private void Take(string translated)
    {
        _in.Skip(1);
        _out.Append(translated);
    }

    private void OpenGroup()
    {
        if (++_nesting > MaxNesting)
        {
            throw new PatternSyntaxException($"nests groups more than {MaxNesting} deep");
        }

        foreach (string opening in (ReadOnlySpan<string>)["(?:", "(?=", "(?!", "(?<=", "(?<!"])
        {
            if (_in.Skip(opening))
            {
                _out.Append(opening);
                return;
            }
        }

        if (_in.Skip("(?<"))
        {
            _in.GroupName();
        }
        else if (_in.StartsWith("(?"))
        {
            throw new PatternSyntaxException("opens a group with (? in a way that ECMA-262 does not know");
        }
        else
        {
            _in.Skip(1);
        }

        // Captures cost the linear matcher; they matter only to back references, and by number.
        _captures++;
        _out.Append(_groups.Referenced ? string.Create(CultureInfo.InvariantCulture, $"(?<{_captures}>") : "(?:");
    }

    private void CloseGroup()
    {
        if (--_nesting < 0)
        {
            throw new PatternSyntaxException("closes a group that was never opened");
        }

        Take(")");
    }

    private void Escape()
    {
        char kind = _in.PeekAt(1);
        if (kind is 'b' or 'B')
        {
            _in.Skip(2);
            _out.Append(Boundary(kind == 'b'));
        }
        else if (kind is >= '1' and <= '9')
        {
            _in.Skip(1);
            BackReference(_in.Number());
        }
        else if (kind == 'k')
        {
            _in.Skip(2);
            string name = _in.Skip("<") ? _in.GroupName() : throw new PatternSyntaxException("has \\k without a group name");
            BackReference(_groups.NumberOf(name));
        }
        else if (EcmaClasses.TryRead(_in) is { } set)
        {
            _out.Append(CodePointWriter.Write(set));
        }
        else
        {
            _out.Append(CodePointWriter.Write(_in.EscapedCodePoint()));
        }
    }

    // .NET's own \b counts every letter of Unicode as part of a word; ECMA-262 counts ASCII.
    private static string Boundary(bool positive) => positive
        ? $"(?:(?<={WordClass})(?!{WordClass})|(?<!{WordClass})(?={WordClass}))"
        : $"(?:(?<={WordClass})(?={WordClass})|(?<!{WordClass})(?!{WordClass}))";

    private void BackReference(int number)
    {
        if (number > _groups.Count)
        {
            throw new PatternSyntaxException($"refers back to group {number}, but has {_groups.Count}");
        }

        // In ECMA-262 a group that took no part matches the empty text.
        _out.Append(CultureInfo.InvariantCulture, $"(?({number})\\k<{number}>)");
    }

    private bool Repeat()
    {
        int start = _in.Position;
        _in.Skip(1);
        if (char.IsAsciiDigit(_in.Peek))
        {
            int least = _in.Number();
            bool range = _in.Skip(",");
            int most = range && char.IsAsciiDigit(_in.Peek) ? _in.Number() : least;
            if (_in.Skip("}"))
            {
                int largest = Math.Max(least, most);
                _out.Append(largest <= MaxRepeat ? source[start.._in.Position] : throw new PatternSyntaxException(
                    $"repeats more than {MaxRepeat} times"));
                return true;
            }
        }

        // A brace that starts no count stands for itself, as browsers read it.
        _in.Position = start;
        return false;
    }
}
