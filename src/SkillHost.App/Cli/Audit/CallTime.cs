using System.Globalization;

namespace SkillHost.App.Cli.Audit;

/// <summary>Times of calls as they are shown: UTC, to the second.</summary>
internal static class CallTime
{
    /// <summary>Such as <c>2026-11-21 10:42:44Z</c>.</summary>
    public static string Of(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);
}
