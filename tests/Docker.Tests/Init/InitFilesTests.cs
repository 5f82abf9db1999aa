using System.Buffers.Binary;
using System.Text;
using SkillHost.Wire.Processes;

namespace SkillHost.Docker.Tests.Init;

/// <summary>Process 1 at the other end of a files channel that says anything at all.</summary>
public sealed class InitFilesTests : InitScene
{
    private const int DataFrame = 0;
    private const int Opening = 1;

    public static TheoryData<string, byte[]> Broken() => new()
    {
        { "a path upwards", [.. Begin, .. File("../tmp/x")] },
        { "an absolute path", [.. Begin, .. File("/tmp/x")] },
        { "no path", [.. Begin, .. Message(FileMessage.File, [1, 1, 0])] },
        { "an unknown place", [.. Begin, .. Message(FileMessage.File, [8, 1, 0, 65, 66])] },
        { "data before the beginning", Message(FileMessage.Data, [1]) },
        { "two beginnings", [.. Begin, .. Begin] },
        { "an unknown message", Message((FileMessage)99, [1]) },
        { "a message too long", [0x7f, 0xff, 0xff, 0xff, 49] },
    };

    [SkippableTheory]
    [MemberData(nameof(Broken))]
    public async Task Files_ThatBreakTheProtocol_EndProcessOneInOrder(string what, byte[] messages)
    {
        Assert.NotEmpty(what);
        var container = await StartContainerAsync(new InitContainerSpec { RawTransport = true });

        await container.Transport.WriteAsync(Frame(Opening, [1, 9, 0, 0, 0, 1, .. messages]), Limit);

        Assert.Equal(1, await container.WaitAsync());
    }

    [SkippableFact]
    public async Task Files_WithoutAPlace_AreToldByTheStart()
    {
        var container = await StartContainerAsync();
        byte[] content = [1, 2, 3];
        var delivery = new FileDelivery
        {
            Files =
            [
                new DeliveredFile(FilePlaces.In, "a", 292, content.Length, _ => ValueTask.FromResult<Stream>(new MemoryStream(content))),
            ],
        };

        var refused = await Assert.ThrowsAsync<Wire.WireException>(
            () => container.Connection.StartAsync(Shell("true") with { Files = delivery }, Limit));

        Assert.Equal("/in cannot take a file that was sent", refused.Message);
        await AssertWorksAsync(container);
    }

    private static byte[] Begin => Message(FileMessage.Begin, [0]);

    private static byte[] File(string path) => Message(FileMessage.File, [1, 1, 0, .. Encoding.UTF8.GetBytes(path)]);

    private static byte[] Message(FileMessage type, byte[] body)
    {
        var message = new byte[5 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, body.Length + 1);
        message[4] = (byte)type;
        body.CopyTo(message, 5);
        return message;
    }

    /// <summary>A yamux frame of channel 1 that carries <paramref name="payload"/>.</summary>
    private static byte[] Frame(ushort flags, byte[] payload)
    {
        var frame = new byte[12 + payload.Length];
        frame[1] = DataFrame;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), flags);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(8), payload.Length);
        payload.CopyTo(frame, 12);
        return frame;
    }
}
