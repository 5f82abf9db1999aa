using SkillHost.Init.Channels;
using SkillHost.Init.Connections;
using SkillHost.Init.Native;
using SkillHost.Init.Processes;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init;

/// <summary>
/// The one loop: standard input and output carry the stream, everything else waits its turn. Idle, it sleeps without end.
/// </summary>
internal sealed class InitLoop : IMuxHandler
{
    internal const int ReadBytes = 64 * 1024;
    internal const int OutputBytes = 128 * 1024;
    internal const int MostRounds = 8;

    private readonly Epoll _epoll = new();
    private readonly MuxSession _session;
    private readonly PipeMover _mover;
    private readonly CallTable _calls;
    private readonly UsageTeller _usage;
    private readonly ConnectionTable _connections;
    private readonly Signals _signals;
    private readonly ReadyFlag _input = new();
    private readonly HostLine _line = new();
    private readonly byte[] _read = new byte[ReadBytes];
    private readonly Func<MuxChannel, ChannelPreamble, IChannel> _route;
    private HostPipe _output;
    private long _deadline;
    private int _more = -1;

    public InitLoop(TreeKiller killer, OomScore score, long deadline)
    {
        _session = new MuxSession(MuxRole.Server, new MuxOptions { OutputBytes = OutputBytes }, this);
        _mover = new PipeMover(_session);
        CgroupMeter meter = new();
        _calls = new CallTable(_session, _mover, _epoll, new Spawner(score), killer, meter);
        _usage = new UsageTeller(_session, _calls, meter);
        _connections = new ConnectionTable(_session, _mover, _epoll);
        _signals = new Signals(killer.IsFirst);
        _route = Route;
        _deadline = deadline;
        Watch(_signals.Descriptor, Linux.EpollIn, _signals);
        _output = WatchHost();
        Libc.Control(0, Linux.SetPipeSize, HostPipe.WantedBytes);
        Fd.SetNonBlocking(0);
        Fd.SetNonBlocking(Fd.StandardOutput);
        _calls.MakeReady();
    }

    private bool CanCarryMore => _output.Ready && _more < 0 && (_calls.CanStep || _connections.CanStep);

    private bool CanRead => _input.Ready && _session.OutputRoom > 0 && !_line.IsMoving;

    /// <summary>Runs until the host is gone; returns the last word, or null when that is nothing unusual.</summary>
    public string? Run()
    {
        while (true)
        {
            if (_signals.Pending)
            {
                if (_signals.Read())
                {
                    return "asked to end";
                }

                _calls.Reap();
            }

            if (CanRead && !ReadInput())
            {
                return null;
            }

            if (!Carry())
            {
                return null;
            }

            if (_deadline <= Clock.Now)
            {
                return "the deadline of this container has passed";
            }

            _epoll.Wait(CanRead || _calls.CanStep || _connections.CanStep ? 0 : MillisecondsToWait());
        }
    }

    bool IMuxHandler.Opening(MuxChannel channel)
    {
        channel.Owner = new NewChannel(_session, channel, _route);
        return true;
    }

    void IMuxHandler.Received(MuxChannel channel, ReadOnlySpan<byte> data) => ((IChannel?)channel.Owner)?.Received(data);

    void IMuxHandler.Writable(MuxChannel channel)
    {
        // The loop looks at every output's credit before it sleeps.
    }

    void IMuxHandler.Ended(MuxChannel channel) => ((IChannel?)channel.Owner)?.Ended();

    void IMuxHandler.Reset(MuxChannel channel) => ((IChannel?)channel.Owner)?.Reset();

    void IMuxHandler.Ponged(uint value)
    {
        // This end never asks.
    }

    void IMuxHandler.GoneAway(uint reason) => throw new InitException($"the host ended the session for reason {reason}");

    private IChannel Route(MuxChannel channel, ChannelPreamble preamble) => preamble.Kind == ChannelKind.Session
        ? new SessionChannel(_session, channel, milliseconds => _deadline = Clock.After(milliseconds), _connections, _usage, _line)
        : _calls.Route(channel, preamble);

    /// <summary>Watches standard input and output, whatever they are now.</summary>
    private HostPipe WatchHost()
    {
        HostPipe output = new();
        Watch(0, Linux.EpollIn, _input);
        Watch(Fd.StandardOutput, Linux.EpollOut, output);
        return output;
    }

    /// <summary>Once all is said that was to be said the old way.</summary>
    private void MoveIfSaid()
    {
        if (_mover.Busy || _session.PendingBytes > 0)
        {
            return;
        }

        _epoll.Leave(0);
        _epoll.Leave(Fd.StandardOutput);
        _line.Move();
        _input.Ready = true;
        _output = WatchHost();
    }

    private void Watch(int fd, uint interest, IWatched watched)
    {
        if (!_epoll.Add(fd, interest, watched, out _))
        {
            throw new InitException($"file descriptor {fd} is no pipe or socket");
        }
    }

    private bool ReadInput()
    {
        var count = Fd.Read(0, _read);
        if (count > 0)
        {
            _session.Receive(_read.AsSpan(0, count));
            return true;
        }

        _input.Ready = false;
        return count is -Linux.TryAgain or -Linux.Interrupted;
    }

    /// <summary>Some rounds at once, so that much output does not ask the kernel for news after every piece.</summary>
    private bool Carry()
    {
        if (_line.IsMoving)
        {
            // The last words the old way: nothing may follow them there.
            var open = WriteOutput();
            MoveIfSaid();
            return open;
        }

        for (var round = 0; round == 0 || (round < MostRounds && CanCarryMore); round++)
        {
            _calls.Step();
            _connections.Step();
            _calls.Tick();
            _usage.Step();
            _more = _mover.Busy ? -1 : _calls.WaitForMore();
            if (_more < 0 && !WriteOutput())
            {
                return false;
            }
        }

        return true;
    }

    private bool WriteOutput()
    {
        while (_output.Ready && (_mover.Busy || _session.PendingBytes > 0))
        {
            var count = _mover.Busy ? _mover.Push() : Fd.Write(Fd.StandardOutput, _session.PendingOutput);
            if (count >= 0)
            {
                _session.Sent(count);
            }
            else if (count == -Linux.TryAgain)
            {
                _output.Fill();
            }
            else if (count != -Linux.Interrupted)
            {
                return false;
            }
        }

        return true;
    }

    private int MillisecondsToWait()
    {
        var next = Math.Min(_deadline, _calls.NextDeadline);
        var wait = next == Clock.Never ? -1 : (int)Math.Clamp(next - Clock.Now, 0, int.MaxValue);
        wait = _more >= 0 && (wait < 0 || wait > _more) ? _more : wait;
        return _output.Patience >= 0 && (wait < 0 || wait > _output.Patience) ? _output.Patience : wait;
    }

    /// <summary>Whether a descriptor may have more for this loop.</summary>
    private sealed class ReadyFlag : IWatched
    {
        public bool Ready { get; set; } = true;

        public void Happened(uint events) => Ready = true;
    }
}
