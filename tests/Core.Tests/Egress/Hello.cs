using System.Buffers.Binary;
using System.Text;

namespace SkillHost.Core.Tests.Egress;

/// <summary>Makes TLS greetings, right and wrong ones.</summary>
internal static class Hello
{
    /// <summary>A greeting with these extensions, or without any.</summary>
    public static byte[] Of(params byte[][] extensions) => Record(Message(extensions));

    public static byte[] Named(string name) => Of(Extension(43, [2, 3, 4]), Name(name), Extension(10, [0, 2, 0, 29]));

    public static byte[] Message(params byte[][] extensions)
    {
        byte[] all = [.. extensions.SelectMany(e => e)];
        byte[] body =
        [
            3, 3, .. new byte[32], 4, 1, 2, 3, 4, 0, 4, 0x13, 1, 0x13, 2, 1, 0,
            .. extensions.Length == 0 ? [] : (byte[])[.. Length(all.Length), .. all],
        ];
        return [1, (byte)(body.Length >> 16), .. Length(body.Length & 0xffff), .. body];
    }

    public static byte[] Record(ReadOnlySpan<byte> message, byte type = 22) => [type, 3, 1, .. Length(message.Length), .. message];

    public static byte[] Extension(int type, byte[] body) => [.. Length(type), .. Length(body.Length), .. body];

    public static byte[] Name(string name)
    {
        byte[] text = Encoding.ASCII.GetBytes(name);
        return Extension(0, [.. Length(text.Length + 3), 0, .. Length(text.Length), .. text]);
    }

    public static byte[] Length(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
