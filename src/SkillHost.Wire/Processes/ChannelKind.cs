namespace SkillHost.Wire.Processes;

/// <summary>What a channel carries: the first byte of its preamble. docs/wire.md describes each.</summary>
public enum ChannelKind
{
    /// <summary>Messages about the connection itself, host to process 1.</summary>
    Session = 1,

    /// <summary>Messages about one process, both ways.</summary>
    Control = 2,

    /// <summary>Standard input, host to process 1.</summary>
    Input = 3,

    /// <summary>Standard output, process 1 to host.</summary>
    Output = 4,

    /// <summary>Standard error, process 1 to host.</summary>
    Error = 5,

    /// <summary>File descriptor 3, process 1 to host.</summary>
    Progress = 6,

    /// <summary>A connection made inside, process 1 to host; the token is the number of the entry it was made to.</summary>
    Connect = 7,

    /// <summary>Files to a place in the container before a process starts, and what it left back after its end.</summary>
    Files = 9,
}
