using System.Text;

namespace SkillHost.Mcp.Calls;

/// <summary>Divides output that comes in pieces into lines; a line that is very long is given in parts.</summary>
internal sealed class LineSplitter
{
    private const int Longest = 8192;
    private readonly StringBuilder _open = new();

    /// <summary>The lines that <paramref name="text"/> ends.</summary>
    public IReadOnlyList<string> Add(string text)
    {
        List<string> lines = [];
        foreach (char c in text)
        {
            if (c == '\n' || _open.Length >= Longest)
            {
                lines.AddRange(Rest());
            }

            if (c != '\n')
            {
                _open.Append(c);
            }
        }

        return lines;
    }

    /// <summary>What is left, or nothing.</summary>
    public IReadOnlyList<string> Rest()
    {
        string line = _open.ToString().TrimEnd('\r');
        _open.Clear();
        return line.Length == 0 ? [] : [line];
    }
}
