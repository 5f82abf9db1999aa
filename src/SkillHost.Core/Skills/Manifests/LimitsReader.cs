using System.Globalization;
using SkillHost.Skills.Yaml;

namespace SkillHost.Skills.Manifests;

/// <summary>Reads <c>limits</c>. Units are strict: a number without its unit, or a unit in another spelling, is a problem.</summary>
internal static class LimitsReader
{
    private const double LeastCpus = 0.01;

    /// <summary>The limits asked for; each null when absent or wrong.</summary>
    public static LimitRequest Read(YamlNode node, string path, ManifestContext context)
    {
        Section? section = Section.Open(node, path, context, "cpus", "memory", "pids", "timeout", "tmp", "output", "in", "out");
        return section is null ? new LimitRequest() : new LimitRequest
        {
            Cpus = Cpus(section),
            MemoryBytes = Bytes(section, "memory"),
            Pids = Values.Whole(section, "pids", 1, int.MaxValue),
            Timeout = Duration(section, "timeout"),
            TmpBytes = Bytes(section, "tmp"),
            OutputBytes = Bytes(section, "output"),
            InBytes = Bytes(section, "in"),
            OutBytes = Bytes(section, "out"),
        };
    }

    private static double? Cpus(Section section)
    {
        YamlNode? node = section.Optional("cpus");
        if (node is YamlScalar { Type: YamlType.Integer or YamlType.Float } scalar
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value >= LeastCpus && double.IsFinite(value))
        {
            return value;
        }

        if (node is not null)
        {
            section.Context.Fail(node, section.At("cpus"), "a number of processors such as 0.5, at least 0.01, without quotes");
        }

        return null;
    }

    private static long? Bytes(Section section, string key)
    {
        YamlNode? node = section.Optional(key);
        if (node is YamlScalar { Type: YamlType.Text } scalar && Quantity.TryBytes(scalar.Text, out long bytes))
        {
            return bytes;
        }

        if (node is not null)
        {
            section.Context.Fail(node, section.At(key), Quantity.BytesForm);
        }

        return null;
    }

    private static TimeSpan? Duration(Section section, string key)
    {
        YamlNode? node = section.Optional(key);
        if (node is YamlScalar { Type: YamlType.Text } scalar && Quantity.TryDuration(scalar.Text, out TimeSpan duration))
        {
            return duration;
        }

        if (node is not null)
        {
            section.Context.Fail(node, section.At(key), Quantity.DurationForm);
        }

        return null;
    }
}
