using System.Globalization;
using SkillHost.Containers;
using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>Narrows a policy for one call.</summary>
internal static class Narrower
{
    /// <summary>The narrower policy; throws <see cref="PolicyDeniedException"/>, naming every value that is wider or useless.</summary>
    public static SandboxPolicy Narrow(SandboxPolicy policy, PolicyNarrowing narrowing)
    {
        List<string> refused = [];
        Dictionary<string, string> origins = new(policy.Origins, StringComparer.Ordinal);
        ResourceLimits old = policy.Limits;

        T Take<T>(string name, T? asked, T allowed, T least)
            where T : struct, IComparable<T>, IComparable
        {
            if (asked is not { } value)
            {
                return allowed;
            }

            if (value.CompareTo(allowed) > 0 || value.CompareTo(least) < 0)
            {
                string bounds = $"from {LimitField.Show(least)} to {LimitField.Show(allowed)}, which is all this function has";
                refused.Add($"{name} must be {bounds}, got {Asked(value)}");
            }

            origins["limits." + name] = "caller";
            return value;
        }

        long memory = Take("memory", narrowing.MemoryBytes, old.MemoryBytes, Math.Min(LimitField.LeastMemoryBytes, old.MemoryBytes));
        ResourceLimits limits = old with
        {
            MemoryBytes = memory,
            Cpus = Take("cpus", narrowing.Cpus, old.Cpus, 0.01),
            Pids = Take("pids", narrowing.Pids, old.Pids, 1),
            Timeout = Take("timeout", narrowing.Timeout, old.Timeout, TimeSpan.FromMilliseconds(1)),
            OutputBytes = Take("output", narrowing.OutputBytes, old.OutputBytes, 1),

            // /tmp is part of the memory: less of one leaves less for the other.
            TmpBytes = memory < old.MemoryBytes
                ? Math.Min(old.TmpBytes, Limits.MostTmp(old with { MemoryBytes = memory }))
                : old.TmpBytes,
        };
        if (limits.TmpBytes <= 0)
        {
            refused.Add($"memory must hold /in and /out as well, got {Asked(memory)}");
        }

        if (refused.Count > 0)
        {
            throw new PolicyDeniedException("A call may only narrow what it runs under: " + string.Join("; ", refused) + ".");
        }

        if (narrowing.NoNetwork)
        {
            origins["network"] = "caller";
        }

        return policy with
        {
            Limits = limits,
            Network = narrowing.NoNetwork ? ContainerNetwork.None : policy.Network,
            Egress = narrowing.NoNetwork ? null : policy.Egress,
            Origins = origins,
        };
    }

    private static string Asked(IComparable value) => value switch
    {
        double number => number.ToString(CultureInfo.InvariantCulture),
        TimeSpan time => Quantity.Show(time),
        _ => LimitField.Show(value),
    };
}
