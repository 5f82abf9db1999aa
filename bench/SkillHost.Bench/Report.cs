using System.Globalization;

namespace SkillHost.Bench;

/// <summary>What the run found: measurements, and ratios held against their goals. A missed goal is printed, never hidden.</summary>
internal sealed class Report
{
    private readonly List<string> _ratios = [];

    public static void Section(string title) => Console.WriteLine($"\n== {title}");

    public static void Show(params Samples[] samples)
    {
        foreach (Samples s in samples)
        {
            Console.WriteLine("  " + s);
        }
    }

    public void Ratio(string what, double ratio, string goal, bool met)
    {
        string line =
            string.Create(CultureInfo.InvariantCulture, $"{what,-62} {ratio,8:0.00}x   goal {goal,-10} {(met ? "met" : "MISSED")}");
        Console.WriteLine("  " + line);
        _ratios.Add(line);
    }

    public void Difference(string what, double difference, double goal, string unit)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-62} {difference,8:0.00} {unit} goal <= {goal:0.##} {unit} {(difference <= goal ? "met" : "MISSED")}");
        Console.WriteLine("  " + line);
        _ratios.Add(line);
    }

    public void Summary()
    {
        Section("summary");
        _ratios.ForEach(line => Console.WriteLine("  " + line));
    }
}
