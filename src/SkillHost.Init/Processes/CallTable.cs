using System.Runtime.InteropServices;
using SkillHost.Init.Channels;
using SkillHost.Init.Native;
using SkillHost.Wire;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Processes;

/// <summary>Every process of the host's: starts them, waits for whatever ends, kills trees and tells how it went.</summary>
internal sealed unsafe class CallTable(
    MuxSession session, PipeMover mover, Epoll epoll, Spawner spawner, TreeKiller killer, CgroupMeter meter) : ICallStarter
{
    internal const int GraceMilliseconds = 500;
    internal const int RetryMilliseconds = 10;
    internal const int MaxCalls = 1024;
    internal const int CallsPerCollection = 256;

    private readonly List<Call> _calls = [];
    private readonly SparePipes _pipes = new();
    private readonly int[] _others = new int[InitFacts.MaxProcesses];
    private bool _hasChildren;
    private uint _over;
    private long _retry = Clock.Never;
    private int? _killsAtFirst;

    /// <summary>The next instant at which <see cref="Tick"/> has something to do.</summary>
    public long NextDeadline
    {
        get
        {
            var next = _retry;
            foreach (var call in _calls)
            {
                next = Math.Min(next, call.RootDead ? call.GraceEnds : call.Deadline);
            }

            return next;
        }
    }

    /// <summary>Whether output could be carried now.</summary>
    public bool CanStep
    {
        get
        {
            foreach (var call in _calls)
            {
                if (call.Output is { CanStep: true } || call.Error is { CanStep: true } || call.Progress is { CanStep: true }
                    || call.Files is { CanStep: true })
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// Milliseconds for which what was carried may wait for what follows at once, and can go out with it; -1 where nothing may. Only
    /// where there is one process: others are not to wait.
    /// </summary>
    public int WaitForMore() => _calls is [{ } call] ? call.WaitForMore() : -1;

    /// <summary>Whether pipes may hold output for which the host leaves credit.</summary>
    public bool HasOutput
    {
        get
        {
            foreach (var call in _calls)
            {
                if (call.Output is { MayHaveMore: true } || call.Error is { MayHaveMore: true })
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>From now on <see cref="HasWritten"/> tells of what the process writes.</summary>
    public void WatchOutput(uint token)
    {
        if (Find(token) is { Output: { } output })
        {
            output.HasCarried = false;
        }
    }

    /// <summary>Whether output of the process was carried since, or will not be any more; so for 0, which is none.</summary>
    public bool HasWritten(uint token) => Find(token) is not { Output: { HasCarried: false, Closed: false } };

    /// <summary>Has every pipe read until it is empty, told of or not.</summary>
    public void LookAgain()
    {
        foreach (var call in _calls)
        {
            call.Output?.LookAgain();
            call.Error?.LookAgain();
        }
    }

    /// <summary>Gives a channel that has said what it is for to whoever deals with it.</summary>
    public IChannel Route(MuxChannel channel, ChannelPreamble preamble)
    {
        var call = FindOrAdd(preamble.Token);
        var taken = preamble.Kind switch
        {
            ChannelKind.Control => call.HasControl,
            ChannelKind.Input => call.Input is not null,
            ChannelKind.Output => call.Output is not null,
            ChannelKind.Error => call.Error is not null,
            ChannelKind.Progress => call.Progress is not null,
            ChannelKind.Files => call.Files is not null,
            _ => true,
        };
        if (taken || call.WasStarted)
        {
            throw new InitException($"the host opened a {preamble.Kind} channel twice or too late for process {preamble.Token}");
        }

        switch (preamble.Kind)
        {
            case ChannelKind.Control:
                call.SetControl(channel);
                return new ControlChannel(session, channel, call, this);
            case ChannelKind.Input:
                return call.Input = new InputPump(session, channel, epoll);
            case ChannelKind.Output:
                return call.Output = new OutputPump(session, mover, channel, epoll);
            case ChannelKind.Error:
                return call.Error = new OutputPump(session, mover, channel, epoll);
            case ChannelKind.Files:
                return call.Files = new FilesChannel(session, channel, call);
            default:
                return call.Progress = new OutputPump(session, mover, channel, epoll);
        }
    }

    public void Start(Call call, in StartRequest request)
    {
        if (call.Input is null || call.Output is null || call.Error is null || request.Progress != call.Progress is not null)
        {
            throw new InitException($"the host started process {call.Token} without all of its channels");
        }

        if (call.Files is { IsReady: false })
        {
            throw new InitException($"the host started process {call.Token} before all of its files");
        }

        if (call.Files is { Error: not 0 } files)
        {
            call.CannotStart(files.Error, files.ErrorText);
            return;
        }

        if (CountLive() >= InitFacts.MaxProcesses)
        {
            call.CannotStart(Linux.TryAgain, $"{InitFacts.MaxProcesses} processes run already in this container, wanted fewer");
            return;
        }

        // Before the first start nothing ran that could have been killed since this was last looked at.
        var kills = _killsAtFirst ?? meter.OutOfMemoryKills();
        _killsAtFirst = null;
        var error = _pipes.Take(request.Progress, out var pipes);
        if (error != 0)
        {
            call.CannotStart(error, StartError.Describe(error, request));
            return;
        }

        // Before the program, which then finds its input there.
        call.Input.Open(pipes.Input);
        pipes.Input = -1;
        var pid = spawner.Start(request, pipes);
        pipes.CloseChildEnds();
        if (pid < 0)
        {
            pipes.CloseAll();
            call.CannotStart(-pid, StartError.Describe(-pid, request));
            return;
        }

        _hasChildren = true;
        call.Started(pid, request.DeadlineMilliseconds == 0 ? Clock.Never : Clock.After(request.DeadlineMilliseconds), kills);
        call.Output.Open(pipes.Output);
        call.Error.Open(pipes.Error);
        call.Progress?.Open(pipes.Progress);
    }

    /// <summary>Does what the first start needs before anybody waits for it.</summary>
    public void MakeReady()
    {
        _pipes.MakeReady();
        Spawner.MakeReady();
        _killsAtFirst = meter.OutOfMemoryKills();
    }

    /// <summary>Carries one piece of every output that has room.</summary>
    public void Step()
    {
        foreach (var call in _calls)
        {
            StepIfReady(call.Output);
            StepIfReady(call.Error);
            StepIfReady(call.Progress);
            if (call.Files is { CanStep: true })
            {
                call.Files.Step();
            }
        }
    }

    /// <summary>Waits for everything that has ended.</summary>
    public void Reap()
    {
        var usage = stackalloc long[18];
        while (_hasChildren)
        {
            // With several calls alive an orphan's owner is known by its session, which only the unreaped still show.
            var session = CountLive() > 1 ? PeekSession() : 0;
            int status;
            var pid = Libc.Wait(-1, &status, Linux.NoHang, usage);
            if (pid <= 0)
            {
                _hasChildren = pid == 0;
                return;
            }

            var call = FindOwner(pid, session);
            if (call is null)
            {
                continue;
            }

            call.CpuMicroseconds += ((usage[0] + usage[2]) * 1_000_000) + usage[1] + usage[3];
            if (pid == call.Root)
            {
                call.Died(status, Clock.After(GraceMilliseconds));
            }
        }
    }

    /// <summary>Acts on deadlines, kills what is to be killed and tells of what has ended.</summary>
    public void Tick()
    {
        _retry = Clock.Never;
        for (var index = _calls.Count - 1; index >= 0; index--)
        {
            var call = _calls[index];
            if (!call.RootDead && call.Deadline != Clock.Never && call.Deadline <= Clock.Now)
            {
                call.DeadlinePassed = call.WantsKill = true;
            }

            if (call.WantsKill && !call.Finished)
            {
                Kill(call);
            }

            if (call.IsOver)
            {
                _calls.RemoveAt(index);
                GiveMemoryBack();
            }
        }
    }

    /// <summary>The collector alone would let garbage fill megabytes of a container that may have few.</summary>
    private void GiveMemoryBack()
    {
        if (++_over % CallsPerCollection == 0)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private void Kill(Call call)
    {
        // Without a child there is no descendant either: those of the dead become children of this process.
        var gone = !_hasChildren || killer.Kill(call.Root, Others(call));
        Reap();
        if (call.RootDead && (gone || !_hasChildren || call.GraceEnds <= Clock.Now))
        {
            call.Finish(meter.OutOfMemoryKills(), meter.PeakBytes());
        }
        else
        {
            _retry = Clock.After(RetryMilliseconds);
        }
    }

    private ReadOnlySpan<int> Others(Call call)
    {
        var count = 0;
        foreach (var other in _calls)
        {
            if (other != call && other.Root != 0 && !other.Finished)
            {
                _others[count++] = other.Root;
            }
        }

        return _others.AsSpan(0, count);
    }

    private int CountLive()
    {
        var count = 0;
        foreach (var call in _calls)
        {
            count += call.Root != 0 && !call.Finished ? 1 : 0;
        }

        return count;
    }

    private Call? FindOwner(int pid, int session)
    {
        Call? only = null;
        var live = 0;
        foreach (var call in _calls)
        {
            if (call.Root == 0 || call.Finished)
            {
                continue;
            }

            if (call.Root == pid || call.Root == session)
            {
                return call;
            }

            only = call;
            live++;
        }

        return live == 1 ? only : null;
    }

    private static int PeekSession()
    {
        var info = stackalloc byte[128];
        var result = Libc.WaitInfo(Linux.AnyProcess, 0, info, Linux.WaitExited | Linux.NoHang | Linux.WaitNoReap);
        var pid = result == 0 ? MemoryMarshal.Read<int>(new ReadOnlySpan<byte>(info + 16, sizeof(int))) : 0;
        return pid == 0 ? 0 : TreeKiller.SessionOf(pid);
    }

    private Call? Find(uint token)
    {
        foreach (var call in _calls)
        {
            if (call.Token == token)
            {
                return call;
            }
        }

        return null;
    }

    private Call FindOrAdd(uint token)
    {
        if (Find(token) is { } found)
        {
            return found;
        }

        if (_calls.Count >= MaxCalls)
        {
            throw new InitException($"the host named {_calls.Count} processes at once, wanted fewer than {MaxCalls}");
        }

        var added = new Call(token, session);
        _calls.Add(added);
        return added;
    }

    private static void StepIfReady(OutputPump? pump)
    {
        if (pump is { CanStep: true })
        {
            pump.Step();
        }
    }
}
