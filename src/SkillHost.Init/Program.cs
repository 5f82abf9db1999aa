using System.Globalization;
using System.Text;
using SkillHost.Init;
using SkillHost.Init.Native;
using SkillHost.Init.Probes;
using SkillHost.Init.Processes;
using SkillHost.Wire;

if (args is [Probe.Argument, _, ..])
{
    return Probe.Run(args);
}

// Nothing here may use a thread, a task or the console: this is process 1, at whatever limit its container has.
var code = Run(args, out var lastWord);
if (lastWord is not null)
{
    Fd.Write(2, Encoding.UTF8.GetBytes($"skillhost-init: {lastWord}\n"));
}

Libc.Exit(code);
return code;

static int Run(string[] args, out string? lastWord)
{
    TreeKiller? killer = null;
    try
    {
        var deadline = ParseDeadline(args);
        Signals.RequireBlocked();
        SetName("skillhost-init\0"u8);
        Libc.CloseRange(3, uint.MaxValue, Linux.CloseRangeOnExec);
        var score = new OomScore();
        Libc.ProcessControl(Linux.SetDumpable, 0, 0, 0, 0);
        killer = new TreeKiller();
        if (!killer.IsFirst)
        {
            Libc.ProcessControl(Linux.SetSubreaper, 1, 0, 0, 0);
        }

        lastWord = new InitLoop(killer, score, deadline).Run();
        return 0;
    }
    catch (Exception exception) when (exception is InitException or WireException)
    {
        lastWord = exception.Message;
        return 1;
    }
    finally
    {
        killer?.KillAll();
    }
}

// Whatever name the engine has given it.
static unsafe void SetName(ReadOnlySpan<byte> name)
{
    fixed (byte* pointer = name)
    {
        Libc.ProcessControl(Linux.SetName, (nint)pointer, 0, 0, 0);
    }
}

static long ParseDeadline(string[] args)
{
    if (args.Length == 0)
    {
        return Clock.Never;
    }

    return args.Length == 2 && args[0] == InitFacts.DeadlineArgument
        && long.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
        ? Clock.After(milliseconds)
        : throw new InitException($"wanted nothing or {InitFacts.DeadlineArgument} and a number");
}
