using System.Globalization;
using SkillHost.Skills;

namespace SkillHost.Policies.Configuration;

/// <summary>Reads limits, which are written as in manifests.</summary>
internal static class LimitsSection
{
    private static readonly string[] Keys = [.. LimitField.All.Select(field => field.Key)];

    /// <summary>The limits stated under a key; none when it is absent.</summary>
    public static LimitRequest Read(StrictSection parent, string key)
    {
        if (parent.Inner(key) is not { } section)
        {
            return new LimitRequest();
        }

        section.Allow(Keys);
        return new LimitRequest
        {
            Cpus = section.Value<double>("Cpus", "a number of processors such as 0.5", Cpus),
            MemoryBytes = section.Value<long>("Memory", Quantity.BytesForm, Quantity.TryBytes),
            Pids = section.Whole("Pids", "a whole number"),
            Timeout = section.Value<TimeSpan>("Timeout", Quantity.DurationForm, Quantity.TryDuration),
            TmpBytes = section.Value<long>("Tmp", Quantity.BytesForm, Quantity.TryBytes),
            OutputBytes = section.Value<long>("Output", Quantity.BytesForm, Quantity.TryBytes),
            InBytes = section.Value<long>("In", Quantity.BytesForm, Quantity.TryBytes),
            OutBytes = section.Value<long>("Out", Quantity.BytesForm, Quantity.TryBytes),
        };
    }

    private static bool Cpus(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
