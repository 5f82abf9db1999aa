namespace CalendarSkill;

/// <summary>Which days are worked.</summary>
internal sealed class WorkingDays
{
    private readonly HashSet<DateOnly> _holidays;
    private readonly HashSet<DayOfWeek> _weekend;

    public WorkingDays(List<DateOnly>? holidays, List<DayOfWeek>? weekend)
    {
        _holidays = [.. holidays ?? []];
        _weekend = weekend is null ? [DayOfWeek.Saturday, DayOfWeek.Sunday] : [.. weekend];
        if (_weekend.Count == 7)
        {
            throw new ArgumentException("weekend holds all seven days; wanted at least one working day");
        }
    }

    public bool IsWorking(DateOnly date) => !_weekend.Contains(date.DayOfWeek) && !_holidays.Contains(date);
}
