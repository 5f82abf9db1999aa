using System.Globalization;

namespace SkillHost.Skills;

/// <summary>
/// Sizes (<c>64m</c>) and times (<c>30s</c>) as manifests, configuration and messages write them: one form, no blanks, no sign.
/// </summary>
internal static class Quantity
{
    /// <summary>What a size looks like.</summary>
    public const string BytesForm = "a size such as 64m (a whole number above 0, then k, m or g)";

    /// <summary>What a time looks like.</summary>
    public const string DurationForm = "a time such as 30s (a whole number above 0, then ms, s or m)";

    /// <summary>Reads a size: k, m and g are powers of 1024.</summary>
    public static bool TryBytes(string text, out long bytes)
    {
        int shift = text.Length == 0 ? 0 : text[^1] switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => 0 };
        bytes = 0;
        if (shift == 0 || !TryWhole(text[..^1], out long number) || number > long.MaxValue >> shift)
        {
            return false;
        }

        bytes = number << shift;
        return true;
    }

    /// <summary>Reads a time.</summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        (int suffix, long ticks) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (2, TimeSpan.TicksPerMillisecond),
            _ when text.EndsWith('s') => (1, TimeSpan.TicksPerSecond),
            _ when text.EndsWith('m') => (1, TimeSpan.TicksPerMinute),
            _ => (0, 1L),
        };
        duration = default;
        if (suffix == 0 || !TryWhole(text[..^suffix], out long number) || number > TimeSpan.MaxValue.Ticks / ticks)
        {
            return false;
        }

        duration = TimeSpan.FromTicks(number * ticks);
        return true;
    }

    /// <summary>A size in its shortest exact form.</summary>
    public static string Show(long bytes) => bytes switch
    {
        > 0 when bytes % (1L << 30) == 0 => Number(bytes >> 30) + "g",
        > 0 when bytes % (1L << 20) == 0 => Number(bytes >> 20) + "m",
        > 0 when bytes % (1L << 10) == 0 => Number(bytes >> 10) + "k",
        _ => Number(bytes) + " bytes",
    };

    /// <summary>A time in its shortest exact form; seconds are not turned into minutes.</summary>
    public static string Show(TimeSpan duration) => duration.Ticks % TimeSpan.TicksPerSecond == 0
        ? Number(duration.Ticks / TimeSpan.TicksPerSecond) + "s"
        : duration.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture) + "ms";

    /// <summary>A number of processors.</summary>
    public static string Show(double cpus) => cpus.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool TryWhole(string digits, out long number)
    {
        number = 0;
        return digits.Length is > 0 and <= 18 && digits.All(char.IsAsciiDigit) && digits[0] != '0'
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
