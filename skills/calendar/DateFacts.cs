using System.ComponentModel;
using System.Globalization;

namespace CalendarSkill;

/// <summary>A date and what a calendar says of it.</summary>
public sealed record DateFacts(
    DateOnly Date,
    DayOfWeek Weekday,
    [property: Description("Week by ISO 8601, with its year: 2026-W01.")] string Week,
    int DayOfYear,
    int Quarter,
    int DaysInMonth,
    bool LeapYear)
{
    public static DateFacts Of(DateOnly date)
    {
        DateTime day = date.ToDateTime(TimeOnly.MinValue);
        string week = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}");
        return new DateFacts(
            date, date.DayOfWeek, week, date.DayOfYear, ((date.Month - 1) / 3) + 1, DateTime.DaysInMonth(date.Year, date.Month),
            DateTime.IsLeapYear(date.Year));
    }
}
