using System.Buffers.Binary;
using System.IO.Pipelines;
using SkillHost.Wire;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

/// <summary>
/// The other end of a host's connection, under the control of a test: it writes whatever bytes it likes and reads when it likes.
/// </summary>
public sealed class HostilePeer : IAsyncDisposable
{
    /// <summary>Channels of the first process, in the order in which docs/wire.md has the host open them.</summary>
    internal const uint Input = 3;
    internal const uint Output = 5;
    internal const uint Error = 7;
    internal const uint Control = 9;

    private readonly Pipe _toHost = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _toPeer = new(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
    private readonly Lazy<Task> _reading;

    public HostilePeer()
    {
        Connection = new InitConnection(new PipePairStream(_toHost.Reader.AsStream(), _toPeer.Writer.AsStream()));
        _reading = new Lazy<Task>(() => _toPeer.Reader.CopyToAsync(Stream.Null));
    }

    public InitConnection Connection { get; }

    /// <summary>From now on takes everything the host writes.</summary>
    public void KeepReading() => _ = _reading.Value;

    public async Task SendAsync(params byte[][] frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        foreach (var frame in frames)
        {
            await _toHost.Writer.WriteAsync(frame);
        }
    }

    public async Task EndAsync() => await _toHost.Writer.CompleteAsync();

    /// <summary>A message on the control channel of the first process.</summary>
    public Task TellAsync(ProcessMessage type, params byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var frame = Frames.Data(Control, MessageReader.PrefixBytes + 1 + body.Length);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(MuxFrame.HeaderBytes), body.Length + 1);
        frame[MuxFrame.HeaderBytes + MessageReader.PrefixBytes] = (byte)type;
        body.CopyTo(frame, MuxFrame.HeaderBytes + MessageReader.PrefixBytes + 1);
        return SendAsync(frame);
    }

    /// <summary>Starts a process on the host's side and plays an Init that has started it.</summary>
    public async Task<IRemoteProcess> StartAsync()
    {
        var starting = Connection.StartAsync(new ProcessStart { Arguments = ["x"] }, CancellationToken.None);
        await TellAsync(ProcessMessage.Started, 0, 0, 0, 9);
        return await starting;
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await _toHost.Writer.CompleteAsync();
        await _toPeer.Reader.CompleteAsync();
    }
}
