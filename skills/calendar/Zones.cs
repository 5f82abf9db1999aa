using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace CalendarSkill;

/// <summary>Converts times between time zones.</summary>
public static class Zones
{
    [Description("What a local time in one time zone is in others, and whether clocks were changed just then.")]
    public static List<LocalTime> Convert(
        [Description("Local time without an offset, such as 2026-03-29T02:30:00.")] DateTime time,
        [Description("Zone of that time by its IANA name, such as Europe/Berlin or UTC.")] string from,
        [Description("Zones wanted, by their IANA names."), MinLength(1), MaxLength(50)] List<string> to)
    {
        TimeZoneInfo zone = Find(from);
        DateTime local = time.Kind == DateTimeKind.Unspecified
            ? time
            : throw new ArgumentException("time has an offset of its own; wanted a local time such as 2026-03-29T02:30:00");
        if (zone.IsInvalidTime(local))
        {
            throw new ArgumentException($"{local:yyyy-MM-ddTHH:mm:ss} does not exist in {from}: clocks were put forward over it");
        }

        DateTimeOffset moment = new(local, zone.GetUtcOffset(local));
        return [.. to.Select(name => LocalTime.Of(moment, name, Find(name)))];
    }

    [Description("The offset of a time zone at a date, and when its clocks change next.")]
    public static ZoneFacts DescribeZone([Description("By its IANA name, such as America/New_York.")] string zone, DateOnly date)
    {
        TimeZoneInfo found = Find(zone);
        DateTimeOffset noon = new(date.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        TimeSpan offset = found.GetUtcOffset(noon);
        DateTimeOffset last = noon.AddDays(366);
        DateTimeOffset? change = null;
        for (DateTimeOffset at = noon; at < last && change is null; at = at.AddHours(1))
        {
            change = found.GetUtcOffset(at) != offset ? at : null;
        }

        return new ZoneFacts(LocalTime.Offset(offset), found.IsDaylightSavingTime(noon), change is { } when
            ? TimeZoneInfo.ConvertTime(when, found).ToString("yyyy-MM-ddTHH:mm:sszzz", null) : null);
    }

    private static TimeZoneInfo Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
        ? zone : throw new ArgumentException($"there is no time zone {name}; wanted an IANA name such as Europe/Berlin");
}
