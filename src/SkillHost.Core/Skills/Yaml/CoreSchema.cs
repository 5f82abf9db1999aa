using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace SkillHost.Skills.Yaml;

/// <summary>The YAML 1.2 core schema (section 10.3.2): what a plain scalar is. So <c>yes</c> and <c>on</c> are text.</summary>
internal static partial class CoreSchema
{
    // Turning digits of base 8 or 16 into decimals takes time that grows with their square.
    private const int LongestBased = 64;

    /// <summary>The type of a plain scalar.</summary>
    public static YamlType TypeOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlType.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlType.Boolean,
        ".nan" or ".NaN" or ".NAN" => YamlType.NotFinite,
        _ when !MayBeNumber(text[0]) => YamlType.Text,
        _ when Integer().IsMatch(text) => text.Length > LongestBased && char.IsAsciiLetter(text[1]) ? YamlType.NotFinite : YamlType.Integer,
        _ when Float().IsMatch(text) => YamlType.Float,
        _ when Infinity().IsMatch(text) => YamlType.NotFinite,
        _ => YamlType.Text,
    };

    /// <summary>An integer or float as JSON writes it, every digit kept.</summary>
    public static string ToJsonNumber(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return BigInteger.Parse("0" + text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString(
                CultureInfo.InvariantCulture);
        }

        return text.StartsWith("0o", StringComparison.Ordinal) ? Octal(text[2..]) : Decimal(text);
    }

    private static string Octal(string digits) =>
        digits.Aggregate(BigInteger.Zero, (value, digit) => (value * 8) + (digit - '0')).ToString(CultureInfo.InvariantCulture);

    private static string Decimal(string text)
    {
        Match match = Parts().Match(text);
        string sign = match.Groups["sign"].Value == "-" ? "-" : "";
        string whole = match.Groups["whole"].Value.TrimStart('0');
        string fraction = match.Groups["fraction"].Value;
        return sign + (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction) + match.Groups["exponent"].Value;
    }

    private static bool MayBeNumber(char first) => char.IsAsciiDigit(first) || first is '+' or '-' or '.';

    [GeneratedRegex(@"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();

    [GeneratedRegex(@"^[-+]?(\.inf|\.Inf|\.INF)\z")]
    private static partial Regex Infinity();

    [GeneratedRegex(@"^(?<sign>[-+]?)(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?(?<exponent>([eE][-+]?[0-9]+)?)\z")]
    private static partial Regex Parts();
}
