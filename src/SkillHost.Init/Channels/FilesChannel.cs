using System.Buffers.Binary;
using SkillHost.Init.Files;
using SkillHost.Init.Processes;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Channels;

/// <summary>Files of one process: written before it starts, told of when it has ended.</summary>
internal sealed class FilesChannel(MuxSession session, MuxChannel channel, Call call) : IChannel
{
    private readonly MessageReader _messages = new(FileListing.MaxMessageBytes);
    private readonly FileWriter _writer = new();
    private OutLister? _lister;
    private byte[] _stage = [];
    private int _staged;
    private int _sent;
    private bool _begun;
    private bool _listing;

    /// <summary>Whether everything the host has to say was said.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Whether nothing more will come.</summary>
    public bool Closed { get; private set; }

    /// <summary>What went wrong with writing; 0 for nothing.</summary>
    public int Error => _writer.Error;

    /// <summary>The same in a sentence.</summary>
    public string ErrorText => _writer.Text;

    /// <summary>Whether <see cref="Step"/> would get somewhere now.</summary>
    public bool CanStep => _listing && !Closed && channel.SendWindow > 0 && session.OutputRoom > OutputPump.SmallestRead;

    public void Received(ReadOnlySpan<byte> data)
    {
        session.Consume(channel, data.Length);
        _messages.Append(data);
        while (_messages.TryTake(out var message))
        {
            Handle((FileMessage)message[0], message[1..]);
        }
    }

    public void Ended()
    {
    }

    public void Reset()
    {
        Close();
        if (!call.WasStarted)
        {
            call.Abandon();
        }
    }

    /// <summary>Nothing of the process lives any more: tells what is in <c>/out</c>, where that is wanted.</summary>
    public void List()
    {
        if (_lister is null)
        {
            Finish();
            return;
        }

        _stage = new byte[OutLister.PieceBytes + 8];
        _listing = true;
    }

    /// <summary>Carries one piece.</summary>
    public void Step()
    {
        if (_sent == _staged)
        {
            // Never null: listing begins with one.
            (_staged, _sent) = (_lister!.IsOver ? 0 : _lister.Next(_stage), 0);
            if (_staged == 0 && _lister.IsOver)
            {
                Finish();
                return;
            }
        }

        _sent += session.Send(channel, _stage.AsSpan(_sent, _staged - _sent));
        if (_sent == _staged && _lister!.IsOver)
        {
            Finish();
        }
    }

    /// <summary>Ends the channel at once.</summary>
    public void Finish()
    {
        session.End(channel);
        Close();
    }

    private void Handle(FileMessage type, ReadOnlySpan<byte> body)
    {
        if (type == FileMessage.Begin && !_begun && body.Length == 1)
        {
            _begun = true;
            _writer.Empty((FilePlaces)body[0]);
            return;
        }

        switch (type)
        {
            case FileMessage.File when _begun && !IsReady:
                _writer.Begin(body);
                break;
            case FileMessage.Data when _begun && !IsReady:
                _writer.Write(body);
                break;
            case FileMessage.Done when _begun && !IsReady && body.Length == 9:
                _writer.Close();
                IsReady = true;
                _lister = (body[0] & FileFrames.CollectFlag) != 0 ? new OutLister(BinaryPrimitives.ReadInt64BigEndian(body[1..])) : null;
                break;
            default:
                throw new InitException($"the host sent message {(int)type} of {body.Length} bytes on a files channel");
        }
    }

    private void Close()
    {
        Closed = true;
        _writer.Close();
        _lister?.Close();
        _stage = [];
    }
}
