using System.ComponentModel;

namespace CalendarSkill;

/// <summary>A time zone at a date.</summary>
public sealed record ZoneFacts(
    [property: Description("Offset from UTC at noon.")] string Offset,
    bool DaylightSaving,
    [property: Description("First hour with another offset within a year; null where there is none.")] string? NextChange);
