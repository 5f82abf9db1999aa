namespace SkillHost.Policies;

/// <summary>What one call may use of the network. Part <c>Egress</c> of section <c>SkillHost:Policies</c>.</summary>
public sealed record EgressLimits
{
    /// <summary>Connections open at once. Default 32; 1–128.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>Connections in all. Default 1024; 1–100000.</summary>
    public int ConnectionsPerCall { get; init; } = 1024;

    /// <summary>Bytes in all, both ways together. Default 256 MiB; 1 KiB–1 TiB.</summary>
    public long Bytes { get; init; } = 256L << 20;

    /// <summary>Time for a name to be resolved and a connection to be made. Default 10 s; 100 ms–60 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time one connection may last. Default 300 s; 1 s–1 d. A call's own end ends it sooner.</summary>
    public TimeSpan ConnectionTime { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>In one line.</summary>
    public override string ToString() =>
        $"{Connections} connections at once, {ConnectionsPerCall} in all, {LimitField.Show(Bytes)} in all, "
        + $"{LimitField.Show(ConnectTimeout)} to connect, {LimitField.Show(ConnectionTime)} each";
}
