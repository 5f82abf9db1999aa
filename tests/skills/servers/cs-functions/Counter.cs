using System.ComponentModel;

/// <summary>Has an instance, of which there is one in a server.</summary>
public sealed class Counter
{
    private int _count;

    [Description("How often this server was asked.")]
    public int State() => ++_count;
}
