/// <summary>What a greeting comes to.</summary>
public sealed record Greeted(string Greeting);
