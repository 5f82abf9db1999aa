using Spectre.Console;

namespace SkillHost.App.Cli.Rendering;

/// <summary>Tables in the program's one style: no borders, headings in capitals, one line a row; good to read and to cut.</summary>
internal static class Tables
{
    private const int Gap = 2;
    private const int LeastCut = 10;

    /// <summary>
    /// Writes <paramref name="rows"/> under <paramref name="headings"/>; where the console is too narrow, the last column is cut first,
    /// then the widest, and at last the lines.
    /// </summary>
    public static void Write(IAnsiConsole console, string[] headings, IEnumerable<string[]> rows)
    {
        string[][] cells = [.. rows.Select(row => row.Select(SafeText.CleanLine).ToArray())];
        int[] widths = [.. headings.Select((heading, at) => cells.Select(row => row[at].GetCellWidth()).Append(heading.Length).Max())];
        int room = console.Profile.Width;
        Narrow(widths, room - ((headings.Length - 1) * Gap));
        string[] capitals = [.. headings.Select(heading => heading.ToUpperInvariant())];
        console.WriteLine(Line(capitals, widths, room), new Style(decoration: Decoration.Bold));
        foreach (string[] row in cells)
        {
            console.WriteLine(Line(row, widths, room));
        }
    }

    private static void Narrow(int[] widths, int room)
    {
        widths[^1] = Math.Max(Math.Min(widths[^1], LeastCut), widths[^1] - Math.Max(0, widths.Sum() - room));
        while (widths.Sum() > room && widths.Max() > LeastCut)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }
    }

    private static string Line(string[] row, int[] widths, int room)
    {
        IEnumerable<string> cells = row.Zip(widths, (cell, width) => Pad(Cut(cell, width), width));
        return Cut(string.Join(new string(' ', Gap), cells).TrimEnd(), room);
    }

    private static string Pad(string cell, int width) => cell + new string(' ', Math.Max(0, width - cell.GetCellWidth()));

    /// <summary><paramref name="text"/>, or its beginning and an ellipsis where it is longer than <paramref name="room"/>.</summary>
    public static string Cut(string text, int room) => text.Length <= room ? text : text[..(room - 1)] + "…";
}
