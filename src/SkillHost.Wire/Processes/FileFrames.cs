using System.Buffers.Binary;
using System.Text;

namespace SkillHost.Wire.Processes;

/// <summary>Writes the host's messages of a files channel.</summary>
public static class FileFrames
{
    /// <summary>Bytes of content in one message.</summary>
    public const int PieceBytes = 32 * 1024;

    /// <summary>Flag of <see cref="FileMessage.Done"/>: list <c>/out</c> at the end of the process.</summary>
    public const byte CollectFlag = 1;

    /// <summary>Sends everything; what is short goes in one piece. Throws <see cref="FileChangedException"/>.</summary>
    public static async Task SendAsync(Stream target, FileDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(delivery);
        using var waiting = new MemoryStream();
        Write(waiting, FileMessage.Begin, [(byte)delivery.Emptied]);
        var buffer = delivery.Files.Count == 0 ? [] : new byte[PieceBytes];
        foreach (var file in delivery.Files)
        {
            WriteHead(waiting, file);
            await using var content = await file.OpenAsync(cancellationToken);
            await SendAsync(target, waiting, file, content, buffer, cancellationToken);
        }

        Span<byte> done = stackalloc byte[9];
        done[0] = delivery.Collect ? CollectFlag : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(done[1..], delivery.CollectBytes);
        Write(waiting, FileMessage.Done, done);
        await FlushAsync(target, waiting, cancellationToken);
    }

    private static async Task SendAsync(
        Stream target, MemoryStream waiting, DeliveredFile file, Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        long sent = 0;
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            sent += count;
            if (sent > file.Length)
            {
                break;
            }

            Write(waiting, FileMessage.Data, buffer.AsSpan(0, count));
            if (waiting.Length >= PieceBytes)
            {
                await FlushAsync(target, waiting, cancellationToken);
            }
        }

        if (sent != file.Length)
        {
            throw new FileChangedException(file.Path);
        }
    }

    private static void WriteHead(MemoryStream waiting, DeliveredFile file)
    {
        if (!FilePaths.IsRight(file.Path))
        {
            throw new ArgumentException("A file to be delivered has a path that leads elsewhere, or characters no path may have.");
        }

        var body = new byte[3 + Encoding.UTF8.GetByteCount(file.Path)];
        body[0] = (byte)file.Place;
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(1), (ushort)file.Mode);
        Encoding.UTF8.GetBytes(file.Path, body.AsSpan(3));
        Write(waiting, FileMessage.File, body);
    }

    private static void Write(MemoryStream waiting, FileMessage type, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[MessageReader.PrefixBytes + 1];
        BinaryPrimitives.WriteInt32BigEndian(head, body.Length + 1);
        head[MessageReader.PrefixBytes] = (byte)type;
        waiting.Write(head);
        waiting.Write(body);
    }

    private static async Task FlushAsync(Stream target, MemoryStream waiting, CancellationToken cancellationToken)
    {
        await target.WriteAsync(waiting.GetBuffer().AsMemory(0, (int)waiting.Length), cancellationToken);
        waiting.SetLength(0);
    }
}
