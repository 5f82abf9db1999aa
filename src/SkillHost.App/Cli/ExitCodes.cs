using SkillHost.Invocations;

namespace SkillHost.App.Cli;

/// <summary>What the program's exit code says. Listed in <c>docs/cli.md</c>.</summary>
internal static class ExitCodes
{
    /// <summary>Everything asked for was done.</summary>
    public const int Ok = 0;

    /// <summary>A folder is not valid, a build failed, a call of the demonstration failed, or a file could not be kept.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The engine, an image or the stream into a container failed.</summary>
    public const int Unavailable = 3;

    /// <summary>A defect of this program.</summary>
    public const int Defect = 70;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code of <c>run</c> for a call that ended with <paramref name="status"/>.</summary>
    public static int For(InvocationStatus status) => status switch
    {
        InvocationStatus.Ok => Ok,
        InvocationStatus.Unavailable => Unavailable,
        InvocationStatus.Failed => 10,
        InvocationStatus.InvalidArguments => 11,
        InvocationStatus.InvalidOutput => 12,
        InvocationStatus.Denied => 13,
        InvocationStatus.Busy => 14,
        InvocationStatus.TimedOut => 15,
        InvocationStatus.OutOfMemory => 16,
        InvocationStatus.Cancelled => Interrupted,
        _ => Defect,
    };
}
