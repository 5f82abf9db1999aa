namespace SkillHost.Bench;

/// <summary>Measurements of one thing, in one unit.</summary>
internal sealed class Samples(string name, string unit)
{
    private readonly List<double> _values = [];

    public string Name { get; } = name;

    public string Unit { get; } = unit;

    public int Count => _values.Count;

    public double Median => At(0.5);

    public double Mean => _values.Average();

    public void Add(double value) => _values.Add(value);

    public double At(double quantile)
    {
        double[] sorted = [.. _values.Order()];
        return sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(quantile * sorted.Length))];
    }

    public override string ToString() =>
        $"{Name,-58} p50 {At(0.5),9:0.00}  p90 {At(0.9),9:0.00}  p99 {At(0.99),9:0.00} {Unit}  (n={Count})";
}
