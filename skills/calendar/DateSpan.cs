using System.ComponentModel;

namespace CalendarSkill;

/// <summary>What lies between two dates.</summary>
public sealed record DateSpan(
    [property: Description("All of it in days.")] int TotalDays,
    [property: Description("All of it in whole weeks.")] int TotalWeeks,
    int Years,
    [property: Description("Beyond the years.")] int Months,
    [property: Description("Beyond the months.")] int Days);
