using System.Diagnostics;

namespace SkillHost.Init;

/// <summary>Milliseconds of the monotonic clock.</summary>
internal static class Clock
{
    public const long Never = long.MaxValue;

    public static long Now => (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>The instant that many milliseconds from now; <see cref="Never"/> for one that cannot be reached.</summary>
    public static long After(long milliseconds) => milliseconds > int.MaxValue * 1000L ? Never : Now + milliseconds;
}
