using System.Globalization;

namespace SkillHost.App.Cli;

/// <summary>Amounts as manifests and flags write them: <c>5s</c>, <c>64m</c>.</summary>
internal static class Quantity
{
    /// <summary>A time: a number and <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>. Throws <see cref="UsageException"/>.</summary>
    public static TimeSpan ParseTime(string option, string text)
    {
        (double number, string unit) = Split(text);
        double seconds = number * unit switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, "d" => 86400, _ => double.NaN };
        return seconds is > 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{option}: seen {text}, wanted a time such as 500ms, 5s, 2m, 1h or 7d");
    }

    /// <summary>Bytes: a number alone or with <c>k</c>, <c>m</c>, <c>g</c> (powers of 1024). Throws <see cref="UsageException"/>.</summary>
    public static long ParseBytes(string option, string text)
    {
        (double number, string unit) = Split(text);
        double bytes = number * unit switch { "" => 1, "k" => 1 << 10, "m" => 1 << 20, "g" => 1 << 30, _ => double.NaN };
        return bytes is >= 1 and < 1e15
            ? (long)bytes
            : throw new UsageException($"{option}: seen {text}, wanted bytes such as 65536, 64k, 64m or 1g");
    }

    /// <summary>A number above 0. Throws <see cref="UsageException"/>.</summary>
    public static double ParseNumber(string option, string text) =>
        Split(text) is ( > 0 and < 1e6 and var number, "")
            ? number
            : throw new UsageException($"{option}: seen {text}, wanted a number such as 0.5");

    /// <summary>A whole number within bounds. Throws <see cref="UsageException"/>.</summary>
    public static int ParseCount(string option, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new UsageException(
                $"{option}: seen {text}, wanted a whole number{(most == int.MaxValue ? "" : $" from {least} to {most}")}");

    private static (double Number, string Unit) Split(string text)
    {
        string unit = text.TrimStart([.. "0123456789."]);
        string digits = text[..^unit.Length];
        bool isNumber = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        return (isNumber ? number : double.NaN, unit.ToLowerInvariant());
    }
}
