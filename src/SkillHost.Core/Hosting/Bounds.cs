using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SkillHost.Hosting;

/// <summary>Words the bounds of an option.</summary>
internal static class Bounds
{
    /// <summary>What a value must be to pass, such as <c>4 to 512</c>.</summary>
    public static string Describe(ValidationAttribute bound) => bound switch
    {
        RangeAttribute { Maximum: double and >= long.MaxValue } range => $"at least {Show(range.Minimum)}",
        RangeAttribute range => $"{Show(range.Minimum)} to {Show(range.Maximum)}",
        RegularExpressionAttribute form => $"text that fits {form.Pattern}",
        RequiredAttribute => "some text",
        _ => bound.FormatErrorMessage("the value"),
    };

    private static string Show(object value) => value is double number
        ? number.ToString("0.###", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
