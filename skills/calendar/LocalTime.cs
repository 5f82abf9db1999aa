using System.ComponentModel;

namespace CalendarSkill;

/// <summary>A moment in one time zone.</summary>
public sealed record LocalTime(
    string Zone,
    [property: Description("Local time with its offset.")] string Time,
    DayOfWeek Weekday,
    bool DaylightSaving,
    [property: Description("Whether clocks showed this time twice that day.")] bool Ambiguous)
{
    public static LocalTime Of(DateTimeOffset moment, string name, TimeZoneInfo zone)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(moment, zone);
        return new LocalTime(
            name, local.ToString("yyyy-MM-ddTHH:mm:sszzz", null), local.DayOfWeek, zone.IsDaylightSavingTime(local),
            zone.IsAmbiguousTime(local));
    }

    public static string Offset(TimeSpan offset) => $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
}
