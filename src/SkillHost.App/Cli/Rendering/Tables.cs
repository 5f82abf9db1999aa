using Spectre.Console;

namespace SkillHost.App.Cli.Rendering;

/// <summary>Tables in the program's one style: no borders, headings in capitals, so that they can be read and cut alike.</summary>
internal static class Tables
{
    /// <summary>A table with <paramref name="headings"/>; only the last column is folded.</summary>
    public static Table Create(params string[] headings)
    {
        Table table = new() { Border = TableBorder.None, ShowHeaders = true };
        for (int i = 0; i < headings.Length; i++)
        {
            TableColumn column = new(new Text(headings[i].ToUpperInvariant(), new Style(decoration: Decoration.Bold)));
            column.Padding = new Padding(0, 0, i == headings.Length - 1 ? 0 : 2, 0);
            column.NoWrap = i < headings.Length - 1;
            table.AddColumn(column);
        }

        return table;
    }

    /// <summary>Adds a row of plain text, made safe for a terminal.</summary>
    public static void AddText(this Table table, params string[] cells) =>
        table.AddRow(cells.Select(cell => new Text(SafeText.CleanLine(cell))));
}
