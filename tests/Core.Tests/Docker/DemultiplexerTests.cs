using System.Buffers.Binary;
using System.Text;
using SkillHost.Containers;
using SkillHost.Docker.Streams;

namespace SkillHost.Core.Tests.Docker;

public sealed class DemultiplexerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Read_FramesCutAnywhere_OutputAndErrorsComeOutByteForByte(int seed)
    {
        var random = new Random(seed);
        var (wire, output, errors) = MakeFrames(random, frames: 300, longest: 3000);
        var leftover = random.Next(100);
        var tail = new ErrorTail();
        await using var stream = new AttachedStream(new DripStream(wire[leftover..], random), wire.AsSpan(0, leftover), tail);

        var read = await ReadAllAsync(stream, random);

        Assert.Equal(output, read);
        Assert.Equal(Encoding.UTF8.GetString(errors[^ErrorTail.Bytes..]), tail.ToString());
    }

    [Fact]
    public async Task Read_LargeFramesAndLargeBuffer_GoPastTheBufferUnchanged()
    {
        var random = new Random(7);
        var (wire, output, _) = MakeFrames(random, frames: 8, longest: 900_000);
        await using var stream = new AttachedStream(new MemoryStream(wire), [], new ErrorTail());
        using var read = new MemoryStream();

        await stream.CopyToAsync(read, 300_000);

        Assert.Equal(output, read.ToArray());
    }

    [Fact]
    public async Task Read_LengthIsALie_PassesOnWhatComesAndReservesNothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using var stream = new AttachedStream(
            new MemoryStream([1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. "abc"u8]), [], new ErrorTail());
        var buffer = new byte[100];

        Assert.Equal(3, await stream.ReadAsync(buffer));
        Assert.Equal(0, await stream.ReadAsync(buffer));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public async Task Read_EmptyFrames_AreSkipped()
    {
        byte[] empty = [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0];
        byte[] wire = [.. empty, .. empty, 1, 0, 0, 0, 0, 0, 0, 1, 65];
        await using var stream = new AttachedStream(new MemoryStream(wire), [], new ErrorTail());
        var buffer = new byte[8];

        Assert.Equal(1, await stream.ReadAsync(buffer));
        Assert.Equal(65, buffer[0]);
    }

    [Theory]
    [InlineData(new byte[] { 4, 0, 0, 0, 0, 0, 0, 1, 65 })]
    [InlineData(new byte[] { 1, 0, 0, 1, 0, 0, 0, 1, 65 })]
    [InlineData(new byte[] { 72, 84, 84, 80, 47, 49, 46, 49, 32 })]
    public async Task Read_HeaderIsNone_IsBroken(byte[] wire)
    {
        await using var stream = new AttachedStream(new MemoryStream(wire), [], new ErrorTail());

        var fault = await Assert.ThrowsAsync<EngineException>(() => stream.ReadExactlyAsync(new byte[1]).AsTask());

        Assert.Equal(EngineFailure.Broken, fault.Failure);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task Read_ConnectionEndsInsideAFrame_IsTheEnd(int bytes)
    {
        byte[] wire = [1, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5];
        await using var stream = new AttachedStream(new MemoryStream(wire[..bytes]), [], new ErrorTail());
        using var read = new MemoryStream();

        await stream.CopyToAsync(read);

        Assert.Equal(Math.Max(0, bytes - 8), read.Length);
    }

    [Fact]
    public void ErrorTail_CutInsideACharacter_DropsTheRestOfIt()
    {
        var tail = new ErrorTail();
        tail.Append(Encoding.UTF8.GetBytes(new string('é', 2100) + "x"));

        var text = tail.ToString();

        Assert.Equal(new string('é', 2047) + "x", text);
    }

    [Fact]
    public void ErrorTail_LittleWritten_IsAllOfIt()
    {
        var tail = new ErrorTail();
        tail.Append("one "u8);
        tail.Append("two"u8);

        Assert.Equal("one two", tail.ToString());
    }

    private static (byte[] Wire, byte[] Output, byte[] Errors) MakeFrames(Random random, int frames, int longest)
    {
        using var wire = new MemoryStream();
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        Span<byte> header = stackalloc byte[8];
        for (var frame = 0; frame < frames; frame++)
        {
            var payload = new byte[random.Next(longest)];
            random.NextBytes(payload);
            var isError = random.Next(3) == 0;
            if (isError)
            {
                // Text of one byte a character, so that the tail can be compared.
                payload.AsSpan().Fill((byte)('a' + (frame % 26)));
            }

            header.Clear();
            header[0] = (byte)(isError ? 2 : random.Next(2));
            BinaryPrimitives.WriteInt32BigEndian(header[4..], payload.Length);
            wire.Write(header);
            wire.Write(payload);
            (isError ? errors : output).Write(payload);
        }

        return (wire.ToArray(), output.ToArray(), errors.ToArray());
    }

    private static async Task<byte[]> ReadAllAsync(AttachedStream stream, Random random)
    {
        using var all = new MemoryStream();
        var buffer = new byte[5000];
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(0, random.Next(1, buffer.Length)))) > 0)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }
}
