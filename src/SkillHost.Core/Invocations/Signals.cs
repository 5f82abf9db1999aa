namespace SkillHost.Invocations;

/// <summary>Names of the signals that end processes, as on Linux.</summary>
internal static class Signals
{
    /// <summary>Number and name, such as <c>signal 11 (SIGSEGV)</c>.</summary>
    public static string Describe(int signal) => signal switch
    {
        1 => "signal 1 (SIGHUP)",
        2 => "signal 2 (SIGINT)",
        3 => "signal 3 (SIGQUIT)",
        4 => "signal 4 (SIGILL)",
        6 => "signal 6 (SIGABRT)",
        7 => "signal 7 (SIGBUS)",
        8 => "signal 8 (SIGFPE)",
        9 => "signal 9 (SIGKILL)",
        11 => "signal 11 (SIGSEGV)",
        13 => "signal 13 (SIGPIPE)",
        14 => "signal 14 (SIGALRM)",
        15 => "signal 15 (SIGTERM)",
        24 => "signal 24 (SIGXCPU)",
        25 => "signal 25 (SIGXFSZ)",
        31 => "signal 31 (SIGSYS)",
        _ => $"signal {signal}",
    };
}
