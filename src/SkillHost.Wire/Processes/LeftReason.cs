namespace SkillHost.Wire.Processes;

/// <summary>Why something in <c>/out</c> is left there.</summary>
public enum LeftReason
{
    /// <summary>It is a link, a pipe, a socket or a device.</summary>
    NotAFile = 1,

    /// <summary>It is larger than all files together may be, or than what is left of that; also a file with holes.</summary>
    TooLarge = 2,

    /// <summary>There are more files than are listed.</summary>
    TooMany = 3,

    /// <summary>It lies in too many folders, or its path is too long.</summary>
    TooDeep = 4,

    /// <summary>It cannot be read.</summary>
    Unreadable = 5,

    /// <summary>It became shorter while it was read.</summary>
    Changed = 6,

    /// <summary>Its name has characters that no file may have on its way out. Found by the host.</summary>
    BadName = 7,
}
