namespace SkillHost.Wire.Processes;

/// <summary>Messages of a files channel: the byte after their length. docs/wire.md gives their bodies.</summary>
public enum FileMessage
{
    /// <summary>From the host, first: which places to empty.</summary>
    Begin = 48,

    /// <summary>From the host: a file begins.</summary>
    File = 49,

    /// <summary>From either end: the next bytes of the file that began last.</summary>
    Data = 50,

    /// <summary>From the host: no more files; whether <c>/out</c> is to be listed at the end of the process.</summary>
    Done = 51,

    /// <summary>From process 1: a file that was found, with its size; that many bytes follow.</summary>
    Found = 56,

    /// <summary>From process 1: something that was found and is left out, and why.</summary>
    Left = 57,

    /// <summary>From process 1, last: everything has been told.</summary>
    End = 58,
}
