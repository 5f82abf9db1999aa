using SkillHost.Skills;

namespace SkillHost.Policies.Configuration;

/// <summary>Rules for what the operator says of hosts.</summary>
internal static class EgressRules
{
    private const int MostConnections = 128;
    private const int MostPerCall = 100_000;

    /// <summary>Limits within their bounds.</summary>
    public static void Check(EgressLimits limits, OptionErrors errors)
    {
        Check("Connections", limits.Connections, 1, MostConnections, errors);
        Check("ConnectionsPerCall", limits.ConnectionsPerCall, 1, MostPerCall, errors);
        if (limits.Bytes is < (1L << 10) or > (1L << 40))
        {
            errors.Add("Egress:Bytes", Quantity.Show(limits.Bytes), "1k to 1024g");
        }

        Check("ConnectTimeout", limits.ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60), errors);
        Check("ConnectionTime", limits.ConnectionTime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), errors);
    }

    private static void Check(string key, int value, int least, int most, OptionErrors errors)
    {
        if (value < least || value > most)
        {
            errors.Add($"Egress:{key}", $"{value}", $"a whole number from {least} to {most}");
        }
    }

    private static void Check(string key, TimeSpan value, TimeSpan least, TimeSpan most, OptionErrors errors)
    {
        if (value < least || value > most)
        {
            errors.Add($"Egress:{key}", Quantity.Show(value), $"a time from {Quantity.Show(least)} to {Quantity.Show(most)}");
        }
    }
}
