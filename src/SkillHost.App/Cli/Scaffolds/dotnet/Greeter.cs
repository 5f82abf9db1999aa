using System.ComponentModel;

/// <summary>Greets people.</summary>
public static class Greeter
{
    [Description("Greets one person, politely or loudly.")]
    public static Greeted Greet(
        [Description("Whom to greet.")] string name,
        [Description("Whether to shout.")] bool loud = false)
    {
        string greeting = $"Hello, {name}!";
        return new Greeted(loud ? greeting.ToUpperInvariant() : greeting);
    }
}
