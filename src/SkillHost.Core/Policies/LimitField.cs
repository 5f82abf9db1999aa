using System.Globalization;
using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>One of the limits, so that a rule for all of them is written once.</summary>
/// <param name="Name">Name in manifests.</param>
/// <param name="Get">Reads it; null is absent.</param>
/// <param name="Least">The least that makes a container which can work.</param>
/// <param name="Most">The most an operator may set; null is no bound.</param>
internal sealed record LimitField(string Name, Func<LimitRequest, IComparable?> Get, IComparable Least, IComparable? Most = null)
{
    /// <summary>Least memory: below it not even process 1 and a shell fit.</summary>
    public const long LeastMemoryBytes = 16L << 20;

    /// <summary>All limits, in the order manifests list them.</summary>
    public static IReadOnlyList<LimitField> All { get; } =
    [
        new("cpus", l => l.Cpus, 0.01, 4096.0),
        new("memory", l => l.MemoryBytes, LeastMemoryBytes),
        new("pids", l => l.Pids, 1, 1 << 22),
        new("timeout", l => l.Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(24)),
        new("tmp", l => l.TmpBytes, 1024L),
        new("output", l => l.OutputBytes, 1024L, 1L << 30),
        new("in", l => l.InBytes, 4096L, 1L << 30),
        new("out", l => l.OutBytes, 4096L, 1L << 30),
    ];

    /// <summary>Name in configuration.</summary>
    public string Key => char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <summary>A value as people write it.</summary>
    public static string Show(IComparable value) => value switch
    {
        0L => "none",
        long bytes => Quantity.Show(bytes),
        TimeSpan time => Quantity.Show(time),
        double cpus => Quantity.Show(cpus),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
