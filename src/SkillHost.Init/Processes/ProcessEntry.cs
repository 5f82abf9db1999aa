namespace SkillHost.Init.Processes;

/// <summary>One process as /proc shows it.</summary>
/// <param name="Id">Number.</param>
/// <param name="Parent">Number of its parent.</param>
/// <param name="Session">Number of its session: that of the process that began it.</param>
/// <param name="Dead">Whether it has ended and only waits to be waited for.</param>
internal readonly record struct ProcessEntry(int Id, int Parent, int Session, bool Dead);
