using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CalendarSkill;

/// <summary>Counts with days of the calendar.</summary>
public static class Dates
{
    private const int LongestCount = 100_000;

    [Description("Adds years, months, weeks and days, in this order, to a date; a day that a month lacks becomes its last. Negative numbers go back.")]
    public static DateFacts Add(
        [Description("Date to begin with.")] DateOnly date,
        [Range(-5000, 5000)] int years = 0,
        [Range(-60000, 60000)] int months = 0,
        [Range(-300000, 300000)] int weeks = 0,
        [Range(-3000000, 3000000)] int days = 0) =>
        DateFacts.Of(date.AddYears(years).AddMonths(months).AddDays(checked((7 * weeks) + days)));

    [Description("What lies between two dates: in days, in whole weeks, and in years, months and days as people say it.")]
    public static DateSpan Between(DateOnly from, [Description("May be before the other; then all is negative.")] DateOnly to)
    {
        (DateOnly early, DateOnly late, int sign) = from <= to ? (from, to, 1) : (to, from, -1);
        int months = ((late.Year - early.Year) * 12) + late.Month - early.Month;
        if (early.AddMonths(months) > late)
        {
            months--;
        }

        int rest = late.DayNumber - early.AddMonths(months).DayNumber;
        int days = late.DayNumber - early.DayNumber;
        return new DateSpan(sign * days, sign * (days / 7), sign * (months / 12), sign * (months % 12), sign * rest);
    }

    [Description("Facts about one date: weekday, week of the year by ISO 8601, day of the year, quarter, days of its month, leap year.")]
    public static DateFacts Describe(DateOnly date) => DateFacts.Of(date);

    [Description("Counts the working days from one date to another, both included.")]
    public static int CountWorkingDays(
        DateOnly from,
        DateOnly to,
        [Description("Dates that are no working days.")] List<DateOnly>? holidays = null,
        [Description("Days of the week that are none.")] List<DayOfWeek>? weekend = null)
    {
        if (from > to)
        {
            throw new ArgumentException($"from is {from:O}, after to, which is {to:O}; wanted the earlier one first");
        }

        WorkingDays working = new(holidays, weekend);
        return Within(to.DayNumber - from.DayNumber, () => Enumerable.Range(from.DayNumber, to.DayNumber - from.DayNumber + 1)
            .Count(day => working.IsWorking(DateOnly.FromDayNumber(day))));
    }

    [Description("Adds working days to a date: 1 is the next working day after it, -1 the one before.")]
    public static DateFacts AddWorkingDays(
        DateOnly date,
        [Range(-LongestCount, LongestCount)] int days,
        [Description("Dates that are no working days.")] List<DateOnly>? holidays = null,
        [Description("Days of the week that are none.")] List<DayOfWeek>? weekend = null)
    {
        WorkingDays working = new(holidays, weekend);
        for (int left = Math.Abs(days); left > 0; left -= working.IsWorking(date) ? 1 : 0)
        {
            date = date.AddDays(Math.Sign(days));
        }

        return DateFacts.Of(date);
    }

    [Description("The date of a weekday counted within a month, such as the third Thursday of November, or the last one (-1).")]
    public static DateFacts NthWeekday(
        [Range(1, 9999)] int year, [Range(1, 12)] int month, DayOfWeek weekday, [Description("1 to 5, or -1 to -5 from the end.")] int nth)
    {
        DateOnly first = new(year, month, 1);
        DateOnly[] days = [.. Enumerable.Range(0, DateTime.DaysInMonth(year, month)).Select(first.AddDays).Where(d => d.DayOfWeek == weekday)];
        int index = nth > 0 ? nth - 1 : days.Length + nth;
        return nth != 0 && index >= 0 && index < days.Length
            ? DateFacts.Of(days[index])
            : throw new ArgumentException($"{first.ToString("MMMM yyyy", CultureInfo.InvariantCulture)} has {days.Length} of {weekday}, seen nth {nth}");
    }

    private static int Within(int days, Func<int> count) => days <= 3_700_000
        ? count() : throw new ArgumentException($"{days} days are too many to look at");
}
