namespace SkillHost.App.Cli.Demo;

/// <summary>The calls of the demonstration.</summary>
internal static class DemoCalls
{
    /// <summary>In the order shown.</summary>
    public static IReadOnlyList<DemoCall> All { get; } =
    [
        new("Describe the columns of a table", "csv-summary.summarise", "--arg-file", "csv={samples}/cafe-sales.csv"),
        new("Add up one column by another", "csv-summary.aggregate",
            "--arg-file", "csv={samples}/cafe-sales.csv", "--arg", "groupBy=shop", "--arg", "value=revenue", "--arg", "function=sum"),
        new("Turn Markdown into HTML", "markdown-to-html.convert", "--arg-file", "markdown={samples}/release-notes.md"),
        new("Find where something is written", "text-search.search", "--arg", "query=out_of_memory", "--arg", "maxMatches=3"),
        new("Count words with a compiled program in an image that holds nothing else", "word-count.frequency",
            "--arg-file", "text={samples}/harbour.txt", "--arg", "top=3"),
    ];
}
