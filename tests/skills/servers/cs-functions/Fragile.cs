/// <summary>Cannot be used.</summary>
internal static class Fragile
{
    static Fragile() => throw new InvalidOperationException("broken before it began");

    public static int Value => 1;
}
