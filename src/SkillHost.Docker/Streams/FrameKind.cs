namespace SkillHost.Docker.Streams;

/// <summary>First byte of a frame of the engine's multiplexed standard streams.</summary>
internal enum FrameKind : byte
{
    /// <summary>Echoed standard input; the engine's documentation counts it as output.</summary>
    Input = 0,

    /// <summary>Standard output.</summary>
    Output = 1,

    /// <summary>Standard error.</summary>
    Error = 2,

    /// <summary>The engine's own account of a failure.</summary>
    Engine = 3,
}
