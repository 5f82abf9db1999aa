using System.ComponentModel;

/// <summary>A box.</summary>
public sealed record Box([property: Description("In the unit.")] double Width, double Height = 1, List<string>? Labels = null)
{
    public required Unit Unit { get; init; }

    public Box? Inner { get; init; }
}
