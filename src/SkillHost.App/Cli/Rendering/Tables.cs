using Spectre.Console;

namespace SkillHost.App.Cli.Rendering;

/// <summary>Tables in the program's one style: no borders, headings in capitals, one line a row; good to read and to cut.</summary>
internal static class Tables
{
    private const int Gap = 2;
    private const int LeastLastColumn = 12;

    /// <summary>Writes <paramref name="rows"/> under <paramref name="headings"/>; the last column is cut where the console ends.</summary>
    public static void Write(IAnsiConsole console, string[] headings, IEnumerable<string[]> rows)
    {
        string[][] cells = [.. rows.Select(row => row.Select(SafeText.CleanLine).ToArray())];
        int used = headings.SkipLast(1)
            .Select((heading, at) => cells.Select(row => row[at].Length).Append(heading.Length).Max() + Gap)
            .Sum();
        int room = Math.Max(LeastLastColumn, console.Profile.Width - used);
        Table table = new() { Border = TableBorder.None };
        foreach (string heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading.ToUpperInvariant(), new Style(decoration: Decoration.Bold)))
            {
                Padding = new Padding(0, 0, heading == headings[^1] ? 0 : Gap, 0),
                NoWrap = true,
            });
        }

        foreach (string[] row in cells)
        {
            table.AddRow([.. row.SkipLast(1).Select(cell => new Text(cell)), new Text(Cut(row[^1], room))]);
        }

        console.Write(table);
    }

    /// <summary><paramref name="text"/>, or its beginning and an ellipsis where it is longer than <paramref name="room"/>.</summary>
    public static string Cut(string text, int room) => text.Length <= room ? text : text[..(room - 1)] + "…";
}
