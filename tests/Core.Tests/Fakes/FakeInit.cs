using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using SkillHost.Wire;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>Process 1 of a fake container: speaks the wire as the real one does, and runs a program that is a delegate.</summary>
internal sealed class FakeInit : IAsyncDisposable
{
    private readonly FakeContainer _container;
    private readonly MuxConnection _connection;
    private readonly ConcurrentDictionary<(ChannelKind Kind, uint Token), TaskCompletionSource<MuxStream>> _channels = new();

    public FakeInit(FakeContainer container, Stream transport)
    {
        _container = container;
        _connection = new MuxConnection(
            transport, MuxRole.Server, new MuxConnectionOptions { Accept = stream => _ = Task.Run(() => TakeAsync(stream)) });
    }

    public Task Completion => _connection.Completion;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task TakeAsync(MuxStream stream)
    {
        try
        {
            byte[] preamble = new byte[ChannelPreamble.Size];
            await stream.ReadExactlyAsync(preamble);
            ChannelPreamble read = ChannelPreamble.Read(preamble);
            if (read.Kind == ChannelKind.Control)
            {
                await ServeAsync(read.Token, stream);
            }
            else
            {
                Channel(read.Kind, read.Token).TrySetResult(stream);
            }
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The host went away.
        }
    }

    private async Task<MuxStream> ConnectAsync(uint entry)
    {
        byte[] preamble = new byte[ChannelPreamble.Size];
        new ChannelPreamble(ChannelKind.Connect, entry).Write(preamble);
        MuxStream stream = _connection.Open();
        await stream.WriteAsync(preamble);
        return stream;
    }

    private TaskCompletionSource<MuxStream> Channel(ChannelKind kind, uint token) =>
        _channels.GetOrAdd(
            (kind, token), static _ => new TaskCompletionSource<MuxStream>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ServeAsync(uint token, MuxStream control)
    {
        byte[] start = await ReadMessageAsync(control) ?? throw new IOException("no start");
        if (_container.Engine.CannotStart is { } refusal)
        {
            await SendAsync(control, [(byte)ProcessMessage.CannotStart, 0, 0, 0, 2, .. Encoding.UTF8.GetBytes(refusal)]);
            control.End();
            return;
        }

        FakeProcess process = await DecodeAsync(token, start);
        await SendAsync(control, [(byte)ProcessMessage.Started, 0, 0, 0, 2]);
        _ = Task.Run(() => ListenAsync(control, process));
        ProcessExit exit = await _container.Engine.Program(process);
        EndOutputs(process);
        await SendAsync(control, Encode(exit));
        control.End();
    }

    private static void EndOutputs(FakeProcess process)
    {
        process.Output.End();
        process.Error.End();
        process.Progress?.End();
    }

    private static async Task ListenAsync(MuxStream control, FakeProcess process)
    {
        try
        {
            while (await ReadMessageAsync(control) is { } message)
            {
                if ((ProcessMessage)message[0] is ProcessMessage.KillTree or ProcessMessage.Signal)
                {
                    process.Kill();
                }
            }
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException)
        {
            process.Kill();
        }
    }

    private async Task<FakeProcess> DecodeAsync(uint token, byte[] message)
    {
        int arguments = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(10));
        int variables = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(14));
        string[] texts = Encoding.UTF8.GetString(message.AsSpan(StartMessage.FixedBytes)).Split('\0');
        return new FakeProcess(
            _container,
            texts[..arguments],
            texts[arguments..(arguments + variables)].Select(entry => entry.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]))
        {
            WorkingDirectory = texts[arguments + variables],
            Deadline = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadInt64BigEndian(message.AsSpan(1))),
            ConnectAsync = ConnectAsync,
            Input = await Channel(ChannelKind.Input, token).Task,
            Output = await Channel(ChannelKind.Output, token).Task,
            Error = await Channel(ChannelKind.Error, token).Task,
            Progress = (message[9] & StartMessage.ProgressFlag) == 0 ? null : await Channel(ChannelKind.Progress, token).Task,
        };
    }

    private static byte[] Encode(ProcessExit exit)
    {
        byte[] message = new byte[ExitMessage.Size];
        message[0] = (byte)ProcessMessage.Exited;
        message[1] = (byte)((exit.Signal is null ? 0 : ExitMessage.SignalFlag) | (exit.DeadlinePassed ? ExitMessage.DeadlineFlag : 0));
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(2), exit.Signal ?? exit.ExitCode ?? 0);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(6), exit.OutOfMemoryKills);
        BinaryPrimitives.WriteInt64BigEndian(message.AsSpan(10), exit.CpuMicroseconds);
        BinaryPrimitives.WriteInt64BigEndian(message.AsSpan(18), exit.PeakMemoryBytes);
        return message;
    }

    private static async Task SendAsync(MuxStream control, byte[] message)
    {
        byte[] framed = new byte[MessageReader.PrefixBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, message.Length);
        message.CopyTo(framed, MessageReader.PrefixBytes);
        await control.WriteAsync(framed);
    }

    private static async Task<byte[]?> ReadMessageAsync(MuxStream control)
    {
        byte[] prefix = new byte[MessageReader.PrefixBytes];
        if (await control.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            return null;
        }

        byte[] message = new byte[BinaryPrimitives.ReadInt32BigEndian(prefix)];
        await control.ReadExactlyAsync(message);
        return message;
    }
}
