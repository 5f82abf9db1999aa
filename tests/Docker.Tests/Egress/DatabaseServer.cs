using System.Buffers.Binary;
using System.Text;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>As much of PostgreSQL's protocol as its own client needs for one answer: 42, whatever is asked.</summary>
internal static class DatabaseServer
{
    private const int SslRequest = 80877103;
    private const int TextType = 25;

    public static async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (BinaryPrimitives.ReadInt32BigEndian(await ReadBodyAsync(stream, cancellationToken)) == SslRequest)
        {
            await stream.WriteAsync("N"u8.ToArray(), cancellationToken);
        }

        await stream.WriteAsync(
            (byte[])[.. Message('R', new byte[4]), .. Message('S', Texts("server_version", "15.0")), .. Message('Z', [(byte)'I'])],
            cancellationToken);
        byte[] kind = new byte[1];
        while (await stream.ReadAsync(kind, cancellationToken) == 1)
        {
            await ReadBodyAsync(stream, cancellationToken);
            if (kind[0] == 'X')
            {
                return;
            }

            await stream.WriteAsync(Answer(), cancellationToken);
        }
    }

    private static byte[] Answer() =>
    [
        .. Message('T', [0, 1, .. Texts("n"), .. new byte[6], .. Number(TextType), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0]),
        .. Message('D', [0, 1, .. Number(2), .. "42"u8]),
        .. Message('C', Texts("SELECT 1")),
        .. Message('Z', [(byte)'I']),
    ];

    private static byte[] Message(char kind, ReadOnlySpan<byte> body) => [(byte)kind, .. Number(body.Length + 4), .. body];

    private static byte[] Texts(params string[] texts) =>
        Encoding.ASCII.GetBytes(string.Concat(texts.Select(text => text + '\0')));

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static async Task<byte[]> ReadBodyAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] length = new byte[4];
        await stream.ReadExactlyAsync(length, cancellationToken);
        byte[] body = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body;
    }
}
