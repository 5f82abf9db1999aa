namespace SkillHost.App.Cli.Benchmarking;

/// <summary>How long something took, over many times.</summary>
/// <param name="P50Ms">Half of them were faster, in milliseconds.</param>
/// <param name="P90Ms">Nine in ten were.</param>
/// <param name="P99Ms">99 in a hundred were.</param>
internal sealed record Percentiles(double P50Ms, double P90Ms, double P99Ms)
{
    /// <summary>Those of <paramref name="milliseconds"/>; null where there are none.</summary>
    public static Percentiles? Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return sorted.Length == 0 ? null : new Percentiles(At(sorted, 0.5), At(sorted, 0.9), At(sorted, 0.99));
    }

    private static double At(double[] sorted, double part) =>
        Math.Round(sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(part * sorted.Length))], 3);
}
