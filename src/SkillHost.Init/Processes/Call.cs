using System.Buffers.Binary;
using System.Text;
using SkillHost.Init.Channels;
using SkillHost.Init.Native;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Processes;

/// <summary>One process of the host's, its channels and what has become of it.</summary>
internal sealed class Call(uint token, MuxSession session)
{
    internal const int MaxTextBytes = 4096;

    /// <summary>For how long the last output waits for the end.</summary>
    internal const int EndMilliseconds = 1;

    private MuxChannel? _control;
    private bool _abandoned;
    private bool _awaited;
    private bool _lookedAt;

    public uint Token { get; } = token;

    public InputPump? Input { get; set; }

    public OutputPump? Output { get; set; }

    public OutputPump? Error { get; set; }

    public OutputPump? Progress { get; set; }

    public FilesChannel? Files { get; set; }

    /// <summary>Number of the process, its group and its session; 0 before it is started.</summary>
    public int Root { get; private set; }

    public bool WasStarted { get; private set; }

    /// <summary>Whether the process itself has ended, its descendants perhaps not.</summary>
    public bool RootDead { get; private set; }

    /// <summary>Whether the end has been told and only output is left to carry.</summary>
    public bool Finished { get; private set; }

    /// <summary>Whether its tree is to be killed.</summary>
    public bool WantsKill { get; set; }

    public bool DeadlinePassed { get; set; }

    /// <summary>When process 1 kills it by itself.</summary>
    public long Deadline { get; private set; } = Clock.Never;

    /// <summary>When the end is told although a descendant has still not died.</summary>
    public long GraceEnds { get; private set; } = Clock.Never;

    public long CpuMicroseconds { get; set; }

    /// <summary>Out-of-memory kills of the container before it was started.</summary>
    public int KillsBefore { get; private set; }

    public int Status { get; private set; }

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsOver => (Finished || (_abandoned && !WasStarted)) && IsClosed(Output) && IsClosed(Error) && IsClosed(Progress)
        && Files is not { Closed: false };

    public bool HasControl => _control is not null;

    public void SetControl(MuxChannel control) => _control = control;

    public void Started(int pid, long deadline, int killsBefore)
    {
        WasStarted = true;
        Root = pid;
        Deadline = deadline;
        KillsBefore = killsBefore;
        Span<byte> message = stackalloc byte[5];
        message[0] = (byte)ProcessMessage.Started;
        BinaryPrimitives.WriteInt32BigEndian(message[1..], pid);
        Tell(message);
    }

    public void CannotStart(int error, string text)
    {
        WasStarted = true;
        var bytes = Encoding.UTF8.GetBytes(text);
        var message = new byte[5 + Math.Min(bytes.Length, MaxTextBytes)];
        message[0] = (byte)ProcessMessage.CannotStart;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), error);
        bytes.AsSpan(0, message.Length - 5).CopyTo(message.AsSpan(5));
        Tell(message);
        End();
        Output?.Finish();
        Error?.Finish();
        Progress?.Finish();
        Files?.Finish();
    }

    /// <summary>The process itself has ended.</summary>
    public void Died(int status, long graceEnds)
    {
        RootDead = true;
        Status = status;
        GraceEnds = graceEnds;
        WantsKill = true;
        Input?.Break();
    }

    /// <summary>Nothing of its tree lives any more: tells the host and lets the pipes run dry.</summary>
    public void Finish(int kills, long peakBytes)
    {
        var signal = Status & 0x7f;
        Span<byte> message = stackalloc byte[ExitMessage.Size];
        message[0] = (byte)ProcessMessage.Exited;
        message[1] = (byte)((signal != 0 ? ExitMessage.SignalFlag : 0) | (DeadlinePassed ? ExitMessage.DeadlineFlag : 0));
        BinaryPrimitives.WriteInt32BigEndian(message[2..], signal != 0 ? signal : (Status >> 8) & 0xff);
        BinaryPrimitives.WriteInt32BigEndian(message[6..], Math.Max(0, kills - KillsBefore));
        BinaryPrimitives.WriteInt64BigEndian(message[10..], CpuMicroseconds);
        BinaryPrimitives.WriteInt64BigEndian(message[18..], peakBytes);
        Tell(message);
        End();
        Output?.Drain();
        Error?.Drain();
        Progress?.Drain();
        Files?.List();
    }

    /// <summary>The host does not want it any more.</summary>
    public void Abandon()
    {
        _abandoned = true;
        WantsKill = Root != 0;
        Input?.Break();
        if (Root == 0)
        {
            Output?.Finish();
            Error?.Finish();
            Progress?.Finish();
            Files?.Finish();
        }
    }

    public void Signal(int signal)
    {
        if (Root != 0 && !RootDead)
        {
            Libc.Kill(-Root, signal);
        }
    }

    /// <summary>
    /// Milliseconds for which what was carried may wait for what follows at once; -1 where it may not. Once when it first writes, which is
    /// often all it does, and once when it has closed its last output, so that its end is a matter of microseconds.
    /// </summary>
    public int WaitForMore()
    {
        if (Root == 0 || RootDead)
        {
            return -1;
        }

        if (!_awaited && IsClosed(Output) && IsClosed(Error) && IsClosed(Progress))
        {
            _awaited = true;
            return EndMilliseconds;
        }

        if (!_lookedAt && (Output is { HasBegun: true } || Error is { HasBegun: true }))
        {
            _lookedAt = true;
            return 0;
        }

        return -1;
    }

    private static bool IsClosed(OutputPump? pump) => pump is null || pump.Closed;

    private void Tell(ReadOnlySpan<byte> body)
    {
        if (_control is null)
        {
            return;
        }

        Span<byte> message = stackalloc byte[MessageReader.PrefixBytes + 5 + MaxTextBytes];
        BinaryPrimitives.WriteInt32BigEndian(message, body.Length);
        body.CopyTo(message[MessageReader.PrefixBytes..]);
        session.SendUrgent(_control, message[..(MessageReader.PrefixBytes + body.Length)]);
    }

    private void End()
    {
        Finished = true;
        Input?.Break();
        if (_control is not null)
        {
            session.End(_control);
        }
    }
}
