using System.Buffers.Binary;
using System.Text;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Wire;

/// <summary>One process: its channels, and what process 1 says of it.</summary>
internal sealed class RemoteProcess(
    MuxConnection mux, MuxStream input, MuxStream output, MuxStream error, MuxStream? progress, MuxStream? files)
    : IRemoteProcess, IMuxReader
{
    internal const int MaxMessageBytes = 8 * 1024;

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MessageReader _messages = new(MaxMessageBytes);
    private MuxStream? _control;

    public Stream Input => input;

    public Stream Output => output;

    public Stream Error => error;

    public Stream Progress => progress ?? Stream.Null;

    public Stream Files => files ?? Stream.Null;

    public Task<ProcessExit> Exited => _exited.Task;

    public Task Started => _started.Task;

    /// <summary>Its number on this connection.</summary>
    public uint Token { get; init; }

    /// <summary>Bytes of the start that were queued together with the channels.</summary>
    public int StartSent { get; set; }

    /// <summary>Set once, right after construction: the channel needs its reader and the reader its channel.</summary>
    public MuxStream Control
    {
        get => _control ?? throw new InvalidOperationException("The control channel is not open yet.");
        set => _control = value;
    }

    public ValueTask CompleteInputAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        input.End();
        return ValueTask.CompletedTask;
    }

    public ValueTask SignalAsync(int signal, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(signal);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal, 64);
        var message = new byte[MessageReader.PrefixBytes + 2];
        BinaryPrimitives.WriteInt32BigEndian(message, 2);
        message[MessageReader.PrefixBytes] = (byte)ProcessMessage.Signal;
        message[MessageReader.PrefixBytes + 1] = (byte)signal;
        return SendAsync(message, cancellationToken);
    }

    public ValueTask KillTreeAsync(CancellationToken cancellationToken) =>
        SendAsync(new byte[] { 0, 0, 0, 1, (byte)ProcessMessage.KillTree }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        var gone = new WireException(WireFailure.Ended, "The process was given up by this end.");
        _started.TrySetException(gone);
        _exited.TrySetException(gone);
        Observe();
        input.EndOnDispose = false;
        await Control.DisposeAsync();
        await input.DisposeAsync();
        await output.DisposeAsync();
        await error.DisposeAsync();
        if (progress is not null)
        {
            await progress.DisposeAsync();
        }

        if (files is not null)
        {
            await files.DisposeAsync();
        }
    }

    void IMuxReader.Received(ReadOnlySpan<byte> data)
    {
        _messages.Append(data);
        while (_messages.TryTake(out var message))
        {
            Handle(message);
        }
    }

    void IMuxReader.Ended(WireException? failure)
    {
        failure ??= new WireException(WireFailure.Protocol, "The peer ended a process's control channel without saying how it ended.");
        _started.TrySetException(failure);
        _exited.TrySetException(failure);
        Observe();
    }

    private ValueTask SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        lock (mux.Gate)
        {
            if (_exited.Task.IsCompleted)
            {
                return ValueTask.CompletedTask;
            }
        }

        return Control.WriteAsync(message, cancellationToken);
    }

    private void Handle(ReadOnlySpan<byte> message)
    {
        switch ((ProcessMessage)message[0])
        {
            case ProcessMessage.Started when message.Length == 5 && !_started.Task.IsCompleted:
                _started.TrySetResult();
                break;
            case ProcessMessage.CannotStart when message.Length >= 5 && !_started.Task.IsCompleted:
                Refused(message);
                break;
            case ProcessMessage.Exited when _started.Task.IsCompletedSuccessfully && !_exited.Task.IsCompleted:
                _exited.TrySetResult(ExitMessage.Decode(message));
                Control.EndLocked();
                break;
            default:
                throw new WireException(
                    WireFailure.Protocol, $"The peer sent message {message[0]} of {message.Length} bytes, which does not fit here.");
        }
    }

    private void Refused(ReadOnlySpan<byte> message)
    {
        var error = BinaryPrimitives.ReadInt32BigEndian(message[1..]);
        var text = message.Length > 5 ? Encoding.UTF8.GetString(message[5..]) : $"error {error}";
        var failure = new WireException(WireFailure.CannotStart, text);
        _started.TrySetException(failure);
        _exited.TrySetException(failure);
        Observe();
        Control.EndLocked();
    }

    /// <summary>Nobody needs to look at how a process failed that was never waited for.</summary>
    private void Observe()
    {
        _ = _started.Task.Exception;
        _ = _exited.Task.Exception;
    }
}
