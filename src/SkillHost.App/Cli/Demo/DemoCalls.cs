namespace SkillHost.App.Cli.Demo;

/// <summary>The calls of the demonstration.</summary>
internal static class DemoCalls
{
    /// <summary>In the order shown.</summary>
    public static IReadOnlyList<DemoCall> All { get; } =
    [
        new("Describe the columns of a table", "csv-summary.summarise", "--arg-file", "csv={samples}/cafe-sales.csv"),
    ];
}
