using System.Buffers.Binary;
using System.Text;
using SkillHost.Core.Tests.Secrets;
using SkillHost.Wire;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

/// <summary>What process 1 tells of files is hostile: it must not fill the host's memory, nor lead it anywhere.</summary>
public sealed class FileListingTests
{
    private const long Limit = 1000;

    [Fact]
    public async Task Read_FilesAndNotes_AreToldInOrder()
    {
        byte[] listing =
        [
            .. Left(LeftReason.NotAFile, "link"), .. Found("a/b.png", 5), .. Data(2), .. Data(3), .. Found("empty", 0), .. End,
        ];

        Sink sink = await ReadAsync(listing);

        Assert.Equal(["left link NotAFile", "found a/b.png 5", "data 2", "data 3", "whole", "found empty 0", "whole"], sink.Told);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../x")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("C:x")]
    [InlineData("a\u001b[2Jb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\0b")]
    public async Task Read_NameThatLeadsElsewhere_LeftOutAndTheRestComes(string name)
    {
        Sink sink = await ReadAsync([.. Found(name, 2), .. Data(2), .. Found("fine", 1), .. Data(1), .. End]);

        Assert.Equal([$"left {name} BadName", "found fine 1", "data 1", "whole"], sink.Told);
    }

    public static TheoryData<string, byte[]> Lies() => new()
    {
        { "more than it said", [.. Found("a", 2), .. Data(3)] },
        { "more than may be", Found("a", Limit + 1) },
        { "more together than may be", [.. Found("a", Limit), .. Data((int)Limit), .. Found("b", 1)] },
        { "a negative size", Found("a", -1) },
        { "one file twice", [.. Found("a", 0), .. Found("a", 0)] },
        { "data of no file", Data(1) },
        { "an empty piece", [.. Found("a", 1), .. Data(0)] },
        { "the end in a file", [.. Found("a", 1), .. End] },
        { "no end", Found("a", 0) },
        { "something after the end", [.. End, .. End] },
        { "a file in a file", [.. Found("a", 1), .. Found("b", 1)] },
        { "an unknown reason", Message(FileMessage.Left, [99, 65]) },
        { "a message of the host's", Message(FileMessage.Begin, [1]) },
        { "a message without end", [0x7f, 0xff, 0xff, 0xff, 56] },
        { "a long path", Found(new string('a', FilePaths.MaxBytes + 1), 0) },
        { "too many files", [.. Enumerable.Range(0, FilePaths.MaxFiles + 1).SelectMany(i => Found($"f{i}", 0))] },
        { "too many notes", [.. Enumerable.Range(0, FilePaths.MaxFiles + 1).SelectMany(i => Left(LeftReason.NotAFile, $"f{i}"))] },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Read_Lie_FailsTheList(string lie, byte[] listing)
    {
        Assert.NotEmpty(lie);
        await Assert.ThrowsAsync<WireException>(() => ReadAsync(listing));
    }

    [Fact]
    public async Task Read_RandomChangesOfAListing_EndInAListOrAFailure()
    {
        byte[] right = [.. Found("a", 3), .. Data(3), .. Left(LeftReason.TooLarge, "b"), .. Found("c/d", 1), .. Data(1), .. End];
        Random random = new(20_260);
        int whole = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] changed = [.. right];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            try
            {
                Sink sink = await ReadAsync(random.Next(2) == 0 ? changed : changed[..random.Next(changed.Length)]);
                Assert.True(sink.Bytes <= Limit);
                whole++;
            }
            catch (WireException)
            {
                // As it should be.
            }
        }

        Assert.InRange(whole, 1, 19_999);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a/b c.txt", true)]
    [InlineData("ünï/日本.csv", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/", false)]
    [InlineData("/a", false)]
    [InlineData("1/2/3/4/5/6/7/8/9", true)]
    [InlineData("1/2/3/4/5/6/7/8/9/10", false)]
    public void IsRight_Paths_AsDocumented(string path, bool right) => Assert.Equal(right, FilePaths.IsRight(path));

    private static byte[] End => Message(FileMessage.End, []);

    private static byte[] Found(string name, long size)
    {
        byte[] body = new byte[8 + Encoding.UTF8.GetByteCount(name)];
        BinaryPrimitives.WriteInt64BigEndian(body, size);
        Encoding.UTF8.GetBytes(name, body.AsSpan(8));
        return Message(FileMessage.Found, body);
    }

    private static byte[] Left(LeftReason reason, string name) =>
        Message(FileMessage.Left, [(byte)reason, .. Encoding.UTF8.GetBytes(name)]);

    private static byte[] Data(int size) => Message(FileMessage.Data, new byte[size]);

    private static byte[] Message(FileMessage type, byte[] body)
    {
        byte[] message = new byte[5 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, body.Length + 1);
        message[4] = (byte)type;
        body.CopyTo(message, 5);
        return message;
    }

    private static async Task<Sink> ReadAsync(byte[] listing)
    {
        Sink sink = new();
        using PieceStream stream = new(listing.Chunk(7));
        await new FileListing(Limit, sink).ReadAsync(stream, CancellationToken.None);
        return sink;
    }

    private sealed class Sink : IFileSink
    {
        public List<string> Told { get; } = [];

        public long Bytes { get; private set; }

        public void Found(string path, long size) => Told.Add($"found {path} {size}");

        public void Data(ReadOnlySpan<byte> bytes)
        {
            Bytes += bytes.Length;
            Told.Add($"data {bytes.Length}");
        }

        public void Whole() => Told.Add("whole");

        public void Left(string path, LeftReason reason) => Told.Add($"left {path} {reason}");
    }
}
